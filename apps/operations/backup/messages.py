"""How the commands of backups write what there is. English is what they are for."""

from django.template.defaultfilters import pluralize


def count_of_media(number: int) -> str:
    """Return so many pictures and sounds."""
    return f"{number:,} {pluralize(number, 'picture or sound,pictures and sounds')}"


def contents(rows: dict[str, int], media: list[str]) -> str:
    """Return how much a backup holds."""
    return f"{sum(rows.values()):,} rows, {count_of_media(len(media))}"

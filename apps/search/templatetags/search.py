"""What a box for a search, or a link to one, needs to know of the search language."""

from django import template

from apps.search.grammar import MAX_LENGTH, exact

register = template.Library()


@register.simple_tag
def max_search_length() -> int:
    """Return how many characters a search may have."""
    return MAX_LENGTH


@register.simple_tag
def search_for(operator: str, name: str) -> str:
    """Return the search for a name as it is: course:biology."""
    return exact(operator, name)

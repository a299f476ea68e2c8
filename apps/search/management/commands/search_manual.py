"""Prints the manual of the search language."""

from django.core.management.base import BaseCommand

from apps.search.manual import as_markdown


class Command(BaseCommand):
    """Prints what docs/search.md has above “Inside”; a test compares."""

    help = "Print the manual of the search language in Markdown, as docs/search.md has it."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Print it."""
        self.stdout.write(as_markdown(), ending="")

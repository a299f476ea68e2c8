"""manage.py clean_media: removes pictures and sounds that no deck holds any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.cards import media_store


class Command(BaseCommand):
    """Removes what no deck holds, and files that nothing knows of."""

    help = "Remove pictures and sounds that no deck holds any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one option."""
        parser.add_argument("--dry-run", action="store_true", help="only say how much there is to remove")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        """Remove them, or say how many there are."""
        count, size = media_store.clean(dry_run=dry_run)
        done = "would be removed" if dry_run else "removed"
        self.stdout.write(f"{count:,} file{'s' * (count != 1)} of {size / 1_000_000:.1f} MB {done}.")

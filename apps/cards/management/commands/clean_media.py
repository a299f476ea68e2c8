"""manage.py clean_media: deletes pictures and sounds that no deck holds any longer."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.cards.services.media import delete_unused
from apps.formats.limits import MIB


class Command(BaseCommand):
    """Deletes what no deck holds, and files that no row names."""

    help = "Delete pictures and sounds that no deck holds any longer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one option."""
        parser.add_argument("--dry-run", action="store_true", help="only show how much would be deleted")

    def handle(self, *_args: object, dry_run: bool, **_options: object) -> None:
        """Delete them, or show how many there are."""
        count, size = delete_unused(now=timezone.now(), dry_run=dry_run)
        done = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{count:,} file{'s' * (count != 1)} of {size / MIB:.1f} MiB {done}.")

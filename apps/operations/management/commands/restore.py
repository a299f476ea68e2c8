"""manage.py restore: makes the site what it was when a backup was made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.operations.backup.media import MEDIA
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.restore import check_backup, restore
from apps.operations.node.direct_session import direct_session

SHOWN = 10  # names of what does not come back


class Command(BaseCommand):
    """Brings back a backup: all of it, or nothing changes (docs/operating.md)."""

    help = "Restore a backup into an empty site, or check that it could be."
    requires_system_checks = ()  # there may be no tables yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which backup, and what may be replaced."""
        parser.add_argument("target", help="the folder, the bucket (s3://bucket/folder) or the file of the backup")
        parser.add_argument("--at", default="", metavar="NAME", help="which of several (default: the newest)")
        parser.add_argument("--check", action="store_true", help="only read all of it: it is whole, and fits this site")
        parser.add_argument("--replace", action="store_true", help="put it in the place of what this site has now")
        parser.add_argument(
            "--connected", action="store_true", help="although others are connected to the PostgreSQL database"
        )
        parser.add_argument("--unsigned", action="store_true", help="although it is not signed with this SECRET_KEY")
        parser.add_argument(
            "--without-damaged", action="store_true", help="although pictures or sounds in it are damaged or missing"
        )

    @direct_session()
    def handle(self, *_args: object, target: str, at: str, check: bool, **options: Any) -> None:
        """Check or restore the backup."""
        found_may = {name: options[name] for name in ("unsigned", "without_damaged")}
        site_may = {name: options[name] for name in ("replace", "connected")}
        try:
            if check:
                found = check_backup(target, at, **found_may)
            else:
                found = restore(target, at, **found_may, **site_may, now=timezone.now())
        except BackupProblem as problem:
            raise CommandError(f"{problem} {problem.leaves or 'Nothing was changed.'}") from problem
        if not found.has_our_secret():
            self.stderr.write("The backup was made with another SECRET_KEY: with this one, everybody logs in again.")
        self._name_left_out(found.left_out)
        done = "is restored" if not check else "fits this site" if found.left_out else "is whole and fits this site"
        self.stdout.write(f"Backup {found.name} {done}: {found.contents}.")

    def _name_left_out(self, names: list[str]) -> None:
        for name in names[:SHOWN]:
            self.stderr.write(f"{MEDIA}/{name} is damaged or missing in the backup: it does not come back.")
        if (more := len(names) - SHOWN) > 0:
            self.stderr.write(f"Nor do {more:,} more.")

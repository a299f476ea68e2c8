"""manage.py restore: makes the site what it was when a backup was made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.operations.backup import manifest
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.restore import check_backup, restore
from apps.operations.node.direct_session import direct_session


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
        parser.add_argument(
            "--unsigned",
            action="store_true",
            help="although it is not signed with this SECRET_KEY",
        )

    @direct_session()
    def handle(self, *_args: object, target: str, at: str, check: bool, **options: Any) -> None:
        """Check or restore the backup."""
        may = {name: options[name] for name in ("replace", "connected", "unsigned")}
        try:
            if check:
                found = check_backup(target, at, unsigned=may["unsigned"])
            else:
                found = restore(target, at, **may, now=timezone.now())
        except BackupProblem as problem:
            raise CommandError(f"{problem} {problem.leaves or 'Nothing was changed.'}") from problem
        if found.secret != manifest.fingerprint():
            self.stderr.write("The backup was made with another SECRET_KEY: with this one, everybody logs in again.")
        done = "is whole and fits this site" if check else "is restored"
        rows = sum(found.rows.values())
        self.stdout.write(f"Backup {found.name} {done}: {rows:,} rows, {len(found.media):,} pictures and sounds.")

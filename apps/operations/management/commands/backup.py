"""manage.py backup: writes all of the site into a folder, a bucket or a file."""

from argparse import ArgumentParser
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize
from django.utils import timezone

from apps.operations.backup import targets
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import runs
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.retention import keep_newest
from apps.operations.node.direct_session import direct_session

SHOWN = 10  # names of what is not in a backup


class Command(BaseCommand):
    """Makes a backup while people go on reviewing (docs/operating.md)."""

    help = "Back up the database, pictures and sounds into a folder, a bucket or one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where, and how many to keep."""
        parser.add_argument(
            "target",
            nargs="?",
            default=settings.BACKUP_TO,
            help="a folder (which exists, or ends with /), s3://bucket/folder, or a file; without it, BACKUP_TO",
        )
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="delete all but the N newest there")
        parser.add_argument("--run", type=int, metavar="ROW", help="the nightly backup that a worker starts")

    @direct_session()
    def handle(self, *_args: object, target: str, keep: int, run: int | None, **_options: object) -> None:
        """Make the backup."""
        now = timezone.now()
        if not target:
            raise CommandError("Name a folder, a bucket or a file, or set BACKUP_TO.")
        if keep < 0 or (keep and targets.is_archive(target)):
            raise CommandError("--keep is a number of backups in a folder or a bucket; a file is one backup.")
        try:
            row = runs.claim(target, now) if run is None else runs.claimed_before(run, target)
            with runs.recorded(row, timezone.now):
                made = self._make(target, now)
                left = self._delete_old(target, keep if run is None else settings.BACKUP_KEEP, made)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        if left:
            raise CommandError(f"This backup is complete, but older ones were not deleted: {left}")

    def _make(self, target: str, now: datetime) -> str:
        """Make the backup, say what is in it and what is not, and return its name."""
        made = make_backup(target, now, self.stderr.write)
        for name in made.left_out[:SHOWN]:
            self.stderr.write(f"{name} is damaged or missing on the site, and is not in the backup.")
        if (more := len(made.left_out) - SHOWN) > 0:
            self.stderr.write(f"Nor are {more:,} more, which left_out in its manifest names.")
        self.stdout.write(f"Backup {made.name}: {made.contents}.")
        return made.name

    def _delete_old(self, target: str, keep: int, made: str) -> str:
        """Keep so many backups, or all if it is 0; return why that failed, which is no fault of the new one."""
        try:
            foreign = keep_newest(target, keep, made) if keep else []
        except BackupProblem as problem:
            return str(problem)
        if foreign:
            self.stderr.write(
                f"{len(foreign)} of the backups there {pluralize(foreign, 'was,were')} not signed with this "
                f"SECRET_KEY, the newest is {foreign[-1]}: what is not signed counts as none and stays, and so do the "
                "pictures of old ones. Delete what you do not know."
            )
        return ""

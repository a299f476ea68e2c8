"""manage.py backups: lists what can be restored, and how the latest backups of this site ended."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError

from apps.operations.backup import targets
from apps.operations.backup.manifest import Manifest, names
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.counts import tables
from apps.operations.models import Backup
from apps.operations.node.direct_session import usable_database

SHOWN = 10  # of the latest ones


class Command(BaseCommand):
    """Lists the complete backups of a folder, a bucket or a file."""

    help = "List the backups that can be restored, and how the latest ones ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where they are."""
        parser.add_argument("target", nargs="?", default=settings.BACKUP_TO, help="without it, BACKUP_TO")

    @usable_database()
    def handle(self, *_args: object, target: str, **_options: object) -> None:
        """Show them, the oldest first."""
        if not target:
            raise CommandError("Name a folder, a bucket or a file, or set BACKUP_TO.")
        try:
            with targets.reading(target) as files:
                for name in names(files):
                    self.stdout.write(f"{name}: {_contents(files, name)}")
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        if Backup._meta.db_table in tables():  # a new machine has none yet
            for backup in Backup.objects.order_by("-pk")[:SHOWN]:
                self.stdout.write(f"{backup}: {_ending(backup)}")


def _contents(files: Storage, name: str) -> str:
    try:
        found = Manifest.read(files, name)
    except BackupProblem as problem:
        return str(problem)
    signed = "" if found.is_signed_here() else ", not signed with this SECRET_KEY"
    return f"{found.contents}{signed}"


def _ending(backup: Backup) -> str:
    if backup.ended_at is None:
        return "is being made"
    return backup.problem or "complete"

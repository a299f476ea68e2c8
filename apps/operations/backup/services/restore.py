"""Checks a backup, and brings it back: all of it, or nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from apps.accounts.models import User
from apps.formats.limits import MIB
from apps.operations.backup import manifest as manifests
from apps.operations.backup import targets
from apps.operations.backup.manifest import Manifest
from apps.operations.backup.problems import BackupProblem, written
from apps.operations.backup.services import runs
from apps.operations.backup.services.counts import counted, tables
from apps.operations.backup.services.database import database
from apps.operations.backup.services.database_copies import copy_of_database, delete_left_copies
from apps.operations.backup.services.media_back import FAILURES, copied_back, refuse_damaged
from apps.operations.node.services.site_identity import adopt_node
from apps.web import storage
from apps.web.error_text import sentence
from apps.web.storage import MissingFile, sha256


@dataclass(frozen=True)
class _Opened:
    """A backup whose database was read, is as it was written, and is a file of this machine now."""

    files: Storage
    manifest: Manifest
    database: Path


def check_backup(target: str, name: str = "", *, unsigned: bool = False, without_damaged: bool = False) -> Manifest:
    """Read all of a backup, by default the newest; raise BackupProblem unless it could be restored here.

    Return what would come back.
    """
    with _opened(target, name, unsigned) as backup:
        damaged = refuse_damaged(backup.files, backup.manifest.media, without_damaged=without_damaged)
        return backup.manifest.without(damaged)


def restore(
    target: str,
    name: str = "",
    *,
    replace: bool = False,
    connected: bool = False,
    unsigned: bool = False,
    without_damaged: bool = False,
    now: datetime,
) -> Manifest:
    """Make the site what it was when a backup was made, by default the newest; return what came back.

    Whatever is there stays as it is unless `replace` is set, and until the backup is complete beside it. Nobody may be
    connected to PostgreSQL unless `connected` is set, this site must have made the backup unless `unsigned` is, and
    its pictures and sounds must be whole unless `without_damaged` is. Raises BackupProblem.
    """
    with database().alone():
        if not replace:
            _refuse_unless_empty()
        if not connected:
            database().refuse_in_use()
        delete_left_copies(_folder(), now)
        with _opened(target, name, unsigned) as backup:
            with (
                _leaving("The site is as it was, but pictures and sounds that were damaged may be whole again."),
                copied_back(backup.files, backup.manifest.media, without_damaged=without_damaged) as damaged,
            ):
                _replace_database(backup, target, connected, now)
            with _leaving("The backup is restored, but the last step is not done: run manage.py adopt_node."):
                adopt_node()
    return backup.manifest.without(damaged)


def _replace_database(backup: _Opened, target: str, connected: bool, now: datetime) -> None:
    with database().replacing(backup.database, connected=connected):
        if counted(backup.manifest.rows) != backup.manifest.rows:
            raise BackupProblem("The database in this backup has other rows than it should. Take another backup.")
        call_command("migrate", verbosity=0, interactive=False)
        runs.end_restored(target, backup.manifest.made, now)


@contextmanager
def _leaving(what: str) -> Iterator[None]:
    """Let whatever fails in this block tell what has changed."""
    try:
        yield
    except FAILURES as error:
        leaves = error.leaves if isinstance(error, BackupProblem) else ""
        raise BackupProblem(sentence(error), leaves or what) from error


@contextmanager
def _opened(target: str, name: str, unsigned: bool) -> Iterator[_Opened]:
    with targets.reading(target) as files:
        manifest = Manifest.read(files, name or manifests.newest(files))
        if not manifest.is_signed_here():
            _refuse_signature(manifest, unsigned)
        _refuse_others(manifest)
        with written(f"a copy of the database into {_folder()}/"), copy_of_database(_folder()) as path:
            _fetch(files, manifest, path)
            database().check(path, manifest.rows)
            yield _Opened(files, manifest, path)


def _folder() -> Path:
    """Return where the copy of the database is made: where it will be, if it is a file."""
    return Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else Path(settings.DATA)


def _refuse_unless_empty() -> None:
    if User._meta.db_table in tables() and User.objects.exists():
        raise BackupProblem("This site is not empty. --replace puts the backup in its place.")


def _refuse_signature(manifest: Manifest, unsigned: bool) -> None:
    """Refuse a backup that another site, or anybody, has made: PostgreSQL's programs do whatever is in it."""
    if manifest.signature and manifest.has_our_secret():
        raise BackupProblem(f"The manifest of the backup {manifest.name} was changed. Take another backup.")
    if not unsigned:
        raise BackupProblem(
            "This backup is not signed with this SECRET_KEY. Set the one of the site that made it; or add --unsigned, "
            "if you are sure that nobody else could write where it was."
        )


def _refuse_others(manifest: Manifest) -> None:
    """Refuse a backup of another kind of database, or of a newer Ditcards."""
    if manifest.database != connection.vendor:
        raise BackupProblem(
            f"This backup is of {manifest.database}, and this site has {connection.vendor}. Set DATABASE_URL."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupProblem(
            f"This backup is of Ditcards {manifest.version}, which has the migration {unknown[0]}; "
            f"this is {manifests.version()}, which lacks it. Install that version, then restore."
        )


def _fetch(files: Storage, manifest: Manifest, path: Path) -> None:
    """Copy the database of a backup to this machine."""
    with path.open("xb") as copy:
        copy.writelines(_read(files, manifest.database_file))
    if sha256(path) != manifest.database_sha256:
        raise BackupProblem("The database in this backup is damaged. Take another backup.")


def _read(files: Storage, name: str) -> Iterator[bytes]:
    """Yield the bytes of a file of a backup."""
    try:
        with storage.open_file(files, name) as source:
            while chunk := source.read(MIB):
                yield chunk
    except MissingFile:
        raise BackupProblem(f"{name} is missing in this backup. Take another backup.") from None
    except OSError as error:
        raise BackupProblem(f"{name} cannot be read: {sentence(error)}") from error

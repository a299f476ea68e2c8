"""Where no backup is written: among the site's own files, and over a file that is no backup."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection

from apps.operations.backup.manifest import BACKUPS, names
from apps.operations.backup.media import MEDIA
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.targets import BUCKET, is_archive, reading
from apps.web.storage import STORES, FolderStorage

BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")  # SQLite's own files


def refuse_target(target: str) -> None:
    """Raise BackupProblem if a backup would harm what is there."""
    if target.startswith(BUCKET):
        return
    path = Path(target).resolve()
    written = [path] if is_archive(target) else [path / BACKUPS, path / MEDIA]
    if any(_overlap(one, own) for own in _own_places() for one in written):
        raise BackupProblem(f"{target} is among the site's own files. Name another folder or file.")
    if is_archive(target) and path.exists() and not _is_backup(path):
        raise BackupProblem(f"{target} is there already, and is no complete backup. Name another file, or delete it.")


def _own_places() -> Iterator[Path]:
    """Yield the folders and files in which the site itself writes."""
    for files in map(storages.__getitem__, STORES):
        if isinstance(files, FolderStorage):
            yield Path(files.location).resolve()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"]).resolve()
        yield from (database.with_name(f"{database.name}{end}") for end in BESIDE_DATABASE)


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _is_backup(path: Path) -> bool:
    if not path.is_file():  # a pipe would be waited for
        return False
    try:
        with reading(str(path)) as files:
            return bool(names(files))
    except BackupProblem:
        return False

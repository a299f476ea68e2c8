"""Where no backup is written: among the site's own files, and over a file that is no backup."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection

from apps.operations.backup.manifest import BACKUPS, names
from apps.operations.backup.media import MEDIA
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.targets import BUCKET, bucket, is_archive, reading
from apps.web.error_text import sentence
from apps.web.object_storage import ObjectStorage
from apps.web.storage import STORES, FolderStorage, StorageDown

BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")  # SQLite's own files


def refuse_target(target: str) -> None:
    """Raise BackupProblem if a backup would harm what is there."""
    written = _places(target)
    if any(_overlap(one, own) for own in _own_places() for one in written):
        raise BackupProblem(f"{target} is among the site's own files. Name another folder or file.")
    if not is_archive(target):
        return
    path = Path(target).resolve()
    if path.exists() and not _is_backup(path):
        raise BackupProblem(f"{target} is there already, and is no complete backup. Name another file, or delete it.")


def _places(target: str) -> list[Path]:
    """Return where a backup there is written."""
    if not target.startswith(BUCKET) and is_archive(target):
        return [Path(target).resolve()]
    place = _in_bucket(bucket(target)) if target.startswith(BUCKET) else Path(target).resolve()
    return [place / BACKUPS, place / MEDIA]


def _own_places() -> Iterator[Path]:
    """Yield where the site itself writes."""
    for files in map(storages.__getitem__, STORES):
        if isinstance(files, FolderStorage):
            yield Path(files.location).resolve()
        elif isinstance(files, ObjectStorage):
            yield _in_bucket(files)
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"]).resolve()
        yield from (database.with_name(f"{database.name}{end}") for end in BESIDE_DATABASE)


def _in_bucket(files: ObjectStorage) -> Path:
    """Return where a storage has its objects: the service, the bucket, the folder. No file is there."""
    try:
        return Path(files.service, files.bucket_name, files.location)
    except StorageDown as error:
        raise BackupProblem(f"{sentence(error)} Look at AWS_ENDPOINT_URL_S3 and at AWS_DEFAULT_REGION.") from error


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

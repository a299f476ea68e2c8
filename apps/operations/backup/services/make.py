"""Makes a backup: pictures and sounds, the database, those that came in the meantime, and the manifest at the end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from apps.operations.backup import manifest as manifests
from apps.operations.backup import targets
from apps.operations.backup.manifest import Manifest
from apps.operations.backup.media import MEDIA, is_whole, media_sha256
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.counts import tables
from apps.operations.backup.services.database import database
from apps.operations.backup.services.database_copies import copy_of_database, delete_left_copies
from apps.web import storage
from apps.web.storage import MissingFile, StoredFile, media_files, sha256


def make_backup(target: str, now: datetime) -> Manifest:
    """Make a backup and return what it holds. Raises BackupProblem."""
    delete_left_copies(Path(settings.DATA), now)
    with targets.writing(target) as files:
        return _make(files, now)


def _make(files: Storage, now: datetime) -> Manifest:
    name = manifests.name_at(now.astimezone(UTC))
    if name in manifests.names(files):
        raise BackupProblem(f"There is a backup {name} already. Wait a second.")
    media = _Media(files)
    media.copy()
    with copy_of_database(Path(settings.DATA)) as path:
        rows = database().copy(path, tables())
        media.copy()  # a picture that came in the meantime may be in a row of the copy
        made = Manifest(
            format=manifests.FORMAT,
            name=name,
            made_at=now.isoformat(),
            version=manifests.version(),
            secret=manifests.fingerprint(),
            database=connection.vendor,
            database_sha256=sha256(path),
            migrations=applied_migrations(),
            rows=rows,
            media=sorted(media.copied),
            left_out=sorted(media.damaged),
        ).signed()
        store(files, made.database_file, path)
    made.write(files)
    return made


class _Media:
    """The pictures and sounds of a backup, as they are copied."""

    def __init__(self, files: Storage) -> None:
        self._files = files
        self._there = {each.name: each.size for each in storage.files_below(files, MEDIA)}
        self.copied: set[str] = set()
        self.damaged: set[str] = set()

    def copy(self) -> None:
        """Copy those that are not there yet."""
        for file in self._new():
            if self._is_there(file) or self._store(file.name):
                self.copied.add(file.name)
            else:
                self.damaged.add(file.name)

    def _new(self) -> Iterator[StoredFile]:
        files = storage.files_below(media_files(), "")
        return (each for each in files if media_sha256(each.name) and each.name not in self.copied | self.damaged)

    def _is_there(self, file: StoredFile) -> bool:
        """Whether an older backup has it. Of two sizes one is wrong: then what is there is read."""
        path = f"{MEDIA}/{file.name}"
        return path in self._there and (self._there[path] == file.size or is_whole(self._files, path))

    def _store(self, name: str) -> bool:
        """Copy a file; False if it is not what its name says: it must not stand for a sound one in other backups."""
        try:
            with storage.local_copy(media_files(), name) as path:
                if sha256(path) != media_sha256(name):
                    return False
                store(self._files, f"{MEDIA}/{name}", path)
        except MissingFile:  # no deck held it any longer, and it was deleted just now
            return False
        return True


def store(files: Storage, name: str, path: Path) -> None:
    """Copy a file of this machine into a storage."""
    with path.open("rb") as file:
        storage.write(files, name, File(file, name=name))


def applied_migrations() -> list[str]:
    """Return the migrations that the site's database has: cards.0001_initial."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)

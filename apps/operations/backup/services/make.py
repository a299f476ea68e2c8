"""Makes a backup: pictures and sounds, the database, those that came in the meantime, and the manifest at the end."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.template.defaultfilters import pluralize

from apps.cards.media.media_storage import storage_name
from apps.cards.models import Media
from apps.operations.backup import manifest as manifests
from apps.operations.backup import targets
from apps.operations.backup.manifest import Manifest
from apps.operations.backup.media import MEDIA, is_whole, media_sha256
from apps.operations.backup.messages import count_of_media
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.refused_targets import refuse_target
from apps.operations.backup.services.counts import tables
from apps.operations.backup.services.database import database
from apps.operations.backup.services.database_copies import copy_of_database, delete_left_copies
from apps.operations.node.identity import differences
from apps.web import storage
from apps.web.storage import MissingFile, StoredFile, media_files, sha256

log = logging.getLogger("apps.operations")

Warn = Callable[[str], object]


def make_backup(target: str, now: datetime, warn: Warn = log.warning) -> Manifest:
    """Make a backup and return what it holds; `warn` gets sentences for the operator. Raises BackupProblem."""
    refuse_target(target)
    _refuse_another_site()
    delete_left_copies(Path(settings.DATA), now)
    targets.delete_left_archives(target, now)
    with targets.writing(target) as files:
        return _make(files, now, warn)


def _refuse_another_site() -> None:
    """Refuse files or a SECRET_KEY that are not the site's, and a storage that is away.

    A folder that is not mounted has no pictures: a backup of it would count as one of the site, as would one that
    nobody with the site's secret can tell from a forged one.
    """
    if found := list(differences()):
        raise BackupProblem(" ".join(found))


def _make(files: Storage, now: datetime, warn: Warn) -> Manifest:
    name = manifests.name_at(now.astimezone(UTC))
    complete = manifests.names(files)
    if name in complete:
        raise BackupProblem(f"There is a backup {name} already. Wait a second.")
    if later := [each for each in complete if each > name]:
        warn(
            f"{len(later)} of the backups there {pluralize(later, 'is,are')} dated later than this one, the newest is "
            f"{later[-1]}: a clock was wrong. What is dated later stays, and restore takes the newest unless --at "
            "names another. Delete what you do not need."
        )
    media = _Media(files)
    media.copy()
    with copy_of_database(Path(settings.DATA)) as path:
        rows = database().copy(path, tables())
        media.copy()  # a picture that came in the meantime may be in a row of the copy
        media.carry_over(warn)
        made = Manifest(
            format=manifests.FORMAT,
            name=name,
            made_at=now.isoformat(),
            version=manifests.version(),
            secret=manifests.fingerprint(settings.SECRET_KEY),
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
        rows = Media.objects.only("sha256", "extension", "size").iterator()
        self._named = {storage_name(row.file_name): row.size for row in rows}  # now: a later row may await its file
        self.copied: set[str] = set()
        self.damaged: set[str] = set()

    def copy(self) -> None:
        """Copy those that are not there yet."""
        for file in self._new():
            with suppress(MissingFile):  # deleted just now: it is missed only where a row names it
                is_whole = self._is_there(file.name, file.size) or self._store(file.name)
                (self.copied if is_whole else self.damaged).add(file.name)

    def carry_over(self, warn: Warn) -> None:
        """Take what the site has lost, though its rows name it, from the older backups that have it."""
        lost = {name: size for name, size in self._named.items() if not self._is_known(name)}
        found = {name for name, size in lost.items() if self._is_there(name, size)}
        self.copied |= found
        self.damaged |= lost.keys() - found
        if found:
            warn(
                f"The site has lost {count_of_media(len(found))}, such as {min(found)}, but this backup has from older "
                "ones what was lost; manage.py check_data names it."
            )

    def _new(self) -> Iterator[StoredFile]:
        files = storage.files_below(media_files(), "")
        return (each for each in files if media_sha256(each.name) and not self._is_known(each.name))

    def _is_known(self, name: str) -> bool:
        return name in self.copied or name in self.damaged

    def _is_there(self, name: str, size: int) -> bool:
        """Whether an older backup has it. Of two sizes one is wrong: then what is there is read."""
        path = f"{MEDIA}/{name}"
        return path in self._there and (self._there[path] == size or is_whole(self._files, path))

    def _store(self, name: str) -> bool:
        """Copy a file; False if it is not what its name says: it must not stand for a sound one in other backups."""
        with storage.local_copy(media_files(), name) as path:
            if sha256(path) != media_sha256(name):
                return False
            store(self._files, f"{MEDIA}/{name}", path)
        return True


def store(files: Storage, name: str, path: Path) -> None:
    """Copy a file of this machine into a storage."""
    with path.open("rb") as file:
        storage.write(files, name, File(file, name=name))


def applied_migrations() -> list[str]:
    """Return the migrations that the site's database has: cards.0001_initial."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)

"""Reads and writes files: all that Ditcards stores goes through Django's `STORAGES`, under three names.

`media` holds pictures and sounds by their hash, `jobs` the uploads and results of jobs, `scratch` what may be lost at
any time: an upload between two pages, finished prints. Names use `/`, whatever the storage is: a folder of this
machine (`FolderStorage`), or a bucket that several machines share (`ObjectStorage` in object_storage.py).
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, Protocol, cast
from uuid import uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

STORES = ("media", "jobs", "scratch")
SITE_MARKER = "site-id"  # in the media storage: whose files these are (apps/operations/node/identity.py)
MAX_ATTEMPTS = 10  # to create a file in a folder that others delete when it is empty

_somebody_waits: ContextVar[bool] = ContextVar("somebody_waits", default=False)


class MissingFile(Exception):
    """A file that the database refers to is not in its storage."""


class StorageDown(Exception):
    """The storage does not answer, or refuses us: nobody knows whether a file is there. Another attempt may succeed."""


@dataclass(frozen=True, order=True)
class StoredFile:
    """A file as its storage lists it."""

    name: str
    size: int  # bytes
    written_at: datetime


class FileStore(Protocol):
    """What our storages do beyond Django's."""

    def local_path(self, name: str) -> AbstractContextManager[Path]:
        """Give the path of the file or of a copy on this machine, or raise FileNotFoundError."""

    def files_below(self, folder: str) -> Iterator[StoredFile]:
        """Yield the files in a folder and its folders; none if there is no such folder."""


class FolderStorage(FileSystemStorage):
    """Files in a folder. A file takes its name when it is complete, and replaces an older one of that name.

    A folder is there as long as it holds a file.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name unchanged: a file replaces an older one."""
        return name

    @contextmanager
    def local_path(self, name: str) -> Iterator[Path]:
        """Give the path of the file itself, or raise FileNotFoundError."""
        path = Path(self.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def files_below(self, folder: str) -> Iterator[StoredFile]:
        """Yield the files in a folder and its folders; one that somebody has just deleted is left out."""
        root = Path(self.location)
        for parent, _folders, names in os.walk(self.path(folder)):
            for path in (Path(parent, name) for name in names):
                with suppress(FileNotFoundError):
                    found = path.stat()
                    written_at = datetime.fromtimestamp(found.st_mtime, UTC)
                    yield StoredFile(path.relative_to(root).as_posix(), found.st_size, written_at)

    def _open(self, name: str, mode: str = "rb") -> File:
        """Open a file. Anything else counts as missing: a pipe, say, lets its reader wait for ever."""
        path = Path(self.path(name))
        if not S_ISREG(path.stat().st_mode):
            raise FileNotFoundError(name)
        return File(path.open(mode), str(path))

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        unfinished = target.with_name(f".{uuid4().hex}.part")
        try:
            with _create(unfinished) as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return name

    def delete(self, name: str) -> None:
        """Delete a file, and the folders that are empty without it."""
        super().delete(name)
        root = Path(self.location)
        for folder in Path(self.path(name)).parents:
            if not folder.is_relative_to(root) or folder == root:
                return
            try:
                folder.rmdir()
            except OSError:  # it holds other files, or somebody else has just deleted it
                return


def _create(path: Path) -> BinaryIO:
    """Open a new file; its folder may be deleted as empty just before, and is made again."""
    for _attempt in range(MAX_ATTEMPTS):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            return path.open("xb")
    raise FileNotFoundError(path)


@contextmanager
def for_a_page() -> Iterator[None]:
    """Let this block raise StorageDown at once while a storage rests that has just not answered: a person waits.

    A job asks again instead: its attempts are counted.
    """
    token = _somebody_waits.set(True)
    try:
        yield
    finally:
        _somebody_waits.reset(token)


def somebody_waits() -> bool:
    """Whether this is in such a block."""
    return _somebody_waits.get()


def media_files() -> Storage:
    """Return the storage of pictures and sounds."""
    return storages["media"]


def job_files() -> Storage:
    """Return the storage of uploads and results of jobs."""
    return storages["jobs"]


def scratch_files() -> Storage:
    """Return the storage of what may be lost at any time."""
    return storages["scratch"]


def write(storage: Storage, name: str, content: bytes | File) -> None:
    """Store a file under exactly this name; it replaces an older one."""
    storage.save(name, ContentFile(content) if isinstance(content, bytes) else content)


def read(storage: Storage, name: str) -> bytes:
    """Return the bytes of a file, or raise MissingFile."""
    with open_file(storage, name) as file:
        content: bytes = file.read()
        return content


def open_file(storage: Storage, name: str) -> File:
    """Return a file open for reading bytes, which the caller closes, or raise MissingFile."""
    try:
        return storage.open(name)
    except FileNotFoundError:
        raise MissingFile(name) from None


@contextmanager
def local_copy(storage: Storage, name: str) -> Iterator[Path]:
    """Give the path of the file on this machine: itself if it is in a folder, else a copy. Raises MissingFile."""
    with ExitStack() as copies:
        try:
            path = copies.enter_context(cast("FileStore", storage).local_path(name))
        except FileNotFoundError:
            raise MissingFile(name) from None
        try:
            yield path
        except FileNotFoundError:
            if path.is_file():
                raise
            raise MissingFile(name) from None  # removed after the check


def files_below(storage: Storage, folder: str) -> Iterator[StoredFile]:
    """Yield all files in a folder and its folders; none if there is no such folder."""
    return cast("FileStore", storage).files_below(folder)


def sha256(path: Path) -> str:
    """Return the hash of a file of this machine, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def names_below(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of all files in a folder and its folders; none if there is no such folder."""
    return (file.name for file in files_below(storage, folder))


def remove_older(storage: Storage, folder: str, than: datetime) -> int:
    """Delete the files of a folder that were last written before `than`; return how many."""
    old = [file.name for file in files_below(storage, folder) if file.written_at < than]
    for name in old:
        storage.delete(name)
    return len(old)

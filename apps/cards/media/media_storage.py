"""The files of pictures and sounds, in the `media` storage: each has its own hash for a name, in a folder of many."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from django.core.files import File

from apps.web import storage
from apps.web.storage import StoredFile


def storage_name(file_name: str) -> str:
    """Return the name in the storage of a file: ab/abcd….png."""
    return f"{file_name[:2]}/{file_name}"


def exists(file_name: str) -> bool:
    """Return whether the file is in the storage."""
    return storage.media_files().exists(storage_name(file_name))


def read(file_name: str) -> bytes:
    """Return the bytes of a file. Raises MissingFile."""
    return storage.read(storage.media_files(), storage_name(file_name))


def open_file(file_name: str) -> File:
    """Return the file open for reading bytes; the caller closes it. Raises MissingFile."""
    return storage.open_file(storage.media_files(), storage_name(file_name))


def local_copy(file_name: str) -> AbstractContextManager[Path]:
    """Give the path of the file on this machine, where another process reads it. Raises MissingFile."""
    return storage.local_copy(storage.media_files(), storage_name(file_name))


def write(file_name: str, data: bytes) -> None:
    """Store a file; one that is there becomes a new one, which a cleanup leaves alone."""
    storage.write(storage.media_files(), storage_name(file_name), data)


def stored_files() -> Iterator[StoredFile]:
    """Yield all files of pictures and sounds in the storage."""
    return (file for file in storage.files_below(storage.media_files(), "") if file.name != storage.SITE_MARKER)

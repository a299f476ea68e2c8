"""One file that holds a whole backup: a tar behind Django's interface to storages.

The names of its members are keys: none is ever a path on this machine.
"""

import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BufferedReader, FileIO
from pathlib import PurePosixPath
from typing import cast

from django.core.files import File
from django.core.files.storage import Storage

from apps.operations.backup.manifest import MAX_BYTES
from apps.web.storage import StoredFile

PRIVATE = 0o600


class BoundedFile(BufferedReader):
    """A tar of unknown origin: a header of any length would be read into memory."""

    def __init__(self, path: str) -> None:
        super().__init__(FileIO(path))

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or raise tarfile.ReadError if that is more than any part of a backup has in memory."""
        if size is None or not 0 <= size <= MAX_BYTES:
            raise tarfile.ReadError("a header is too long")
        return super().read(size)


class TarArchive(Storage):
    """The files of an open tar, which is either written or read."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        is_read = tar.mode == "r"
        self._members = {member.name: member for member in tar if _is_plain(member)} if is_read else {}

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name unchanged: nothing is stored twice."""
        return name

    def exists(self, name: str) -> bool:
        """Return whether a file was stored."""
        return name in self._members

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files in a folder."""
        folder = PurePosixPath(path)
        below = [PurePosixPath(name).relative_to(folder) for name in self._members if _is_below(name, folder)]
        folders = dict.fromkeys(each.parts[0] for each in below if len(each.parts) > 1)
        return list(folders), [each.name for each in below if len(each.parts) == 1]

    def files_below(self, folder: str) -> Iterator[StoredFile]:
        """Yield the files in a folder and its folders."""
        for name, member in self._members.items():
            if _is_below(name, PurePosixPath(folder)):
                yield StoredFile(name, member.size, datetime.fromtimestamp(member.mtime, UTC))

    def _save(self, name: str, content: File) -> str:
        member = tarfile.TarInfo(name)
        member.size, member.mode = content.size, PRIVATE
        self._tar.addfile(member, content)
        self._members[name] = member
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        if name not in self._members:
            raise FileNotFoundError(name)
        return File(cast("tarfile.ExFileObject", self._tar.extractfile(self._members[name])), name)


def _is_plain(member: tarfile.TarInfo) -> bool:
    """Whether it is a file that is as long as what the tar holds of it."""
    return member.isfile() and not member.issparse()


def _is_below(name: str, folder: PurePosixPath) -> bool:
    return folder in PurePosixPath(name).parents

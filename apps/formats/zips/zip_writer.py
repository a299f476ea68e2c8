"""Writes zips: the one door to `zipfile` for what goes out. The same members are always the same bytes."""

import shutil
import zipfile
from collections.abc import Iterable
from io import BytesIO
from types import TracebackType
from typing import BinaryIO, Self

from apps.formats.limits import MIB

CHUNK_SIZE = MIB
NO_TIME = 1980, 1, 1, 0, 0, 0  # a zip has no earlier one
UNIX, PRIVATE = 3, 0o600 << 16


class ZipWriter:
    """A zip that is written member by member, in a `with`."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, contents: BinaryIO, *, is_packed: bool = False) -> None:
        """Add a member; pictures and sounds are packed already, and stored as they are."""
        info = zipfile.ZipInfo(name, NO_TIME)
        info.create_system, info.external_attr = UNIX, PRIVATE
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w") as member:
            shutil.copyfileobj(contents, member, CHUNK_SIZE)


def pack(members: Iterable[tuple[str, bytes]]) -> BytesIO:
    """Return a zip of these members, not compressed."""
    result = BytesIO()
    with ZipWriter(result) as archive:
        for name, content in members:
            archive.add(name, BytesIO(content), is_packed=True)
    return result

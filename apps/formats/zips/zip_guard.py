"""Reads zips from anywhere: the one door to `zipfile` for reading. Nothing that a zip states about itself is believed.

Its list of members is measured before `zipfile` reads it into memory, members are inflated chunk by chunk and counted
as they come, and their names are keys, never paths on this machine.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from types import TracebackType
from typing import IO, BinaryIO, Protocol, Self

from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import EVERYWHERE, Code, ImportProblem, Place

CHUNK_SIZE = 64 * 1024
END = b"PK\x05\x06"
END_SIZE = 22
END_LOCATOR_64 = b"PK\x06\x07"
END_LOCATOR_64_SIZE = 20
MAX_COMMENT_BYTES = 1 << 16  # one more than there can be, as in `zipfile`: both must find the same record
ENTRY = b"PK\x01\x02"
MAX_BYTES_PER_ENTRY = 400  # on average; Anki's take about 50
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others can ask for any memory
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    OSError,
)


class Fault(Enum):
    """What can be wrong with a zip."""

    NOT_A_ZIP = auto()
    DAMAGED = auto()
    ENCRYPTED = auto()
    LINK = auto()
    TOO_MANY = auto()
    TOO_LARGE = auto()


LINK = _("This is a link. Put the file itself in its place.")


def faults(
    *, damaged: Message, encrypted: Message, too_many: Message, too_large: Message
) -> dict[Fault, tuple[Code, Message]]:
    """Return the code and the message of each fault; a file that is no zip is a damaged one."""
    return {
        Fault.NOT_A_ZIP: (Code.DAMAGED, damaged),
        Fault.DAMAGED: (Code.DAMAGED, damaged),
        Fault.ENCRYPTED: (Code.ENCRYPTED, encrypted),
        Fault.LINK: (Code.UNSAFE, LINK),
        Fault.TOO_MANY: (Code.TOO_LARGE, too_many),
        Fault.TOO_LARGE: (Code.TOO_LARGE, too_large),
    }


@dataclass(frozen=True, slots=True)
class ZipRules:
    """What a zip of one kind may hold, and what a person reads where one is at fault.

    What may be inflated grows with the zip from `small_inflated` by `ratio` bytes a byte, where there is a ratio:
    a small file may be a bomb as well.
    """

    max_bytes: int
    max_entries: int
    max_inflated: int
    faults: Mapping[Fault, tuple[Code, Message]]
    ratio: int = 0
    small_inflated: int = 0

    def inflated(self, size: int) -> int:
        """Return how many bytes may come out of a zip of this size."""
        return min(self.max_inflated, self.small_inflated + self.ratio * size) if self.ratio else self.max_inflated

    def problem(self, fault: Fault, name: str = "") -> ImportProblem:
        """Return the problem of a fault, of the whole zip or of the member of this name."""
        code, message = self.faults[fault]
        return ImportProblem(code, message, Place(name=name) if name else EVERYWHERE)


class Readable(Protocol):
    """Something with bytes in it."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, and none at the end."""
        ...


type Unpack = Callable[[Readable], Iterable[bytes]]


def chunks_of(source: Readable) -> Iterator[bytes]:
    """Yield what there is to read, in small chunks."""
    while chunk := source.read(CHUNK_SIZE):
        yield chunk


class GuardedZip:
    """The members of a zip by their names, of which no more is inflated than its rules allow."""

    def __init__(self, file: BinaryIO, rules: ZipRules) -> None:
        """Read the list of members, or raise ImportProblem."""
        self._rules = rules
        size = file.seek(0, 2)
        self._left = rules.inflated(size)
        self._inflated: dict[str, int] = {}  # the most that was inflated of each: reading it again costs nothing
        _check_list(file, size, rules)
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise rules.problem(Fault.NOT_A_ZIP) from error
        self._members = {info.filename: info for info in self._zip.infolist()}  # of two with one name, the last

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def names(self) -> list[str]:
        """Return the names of the members in their order, also those that are in the list twice."""
        return self._zip.namelist()

    def chunks(self, name: str, unpack: Unpack = chunks_of) -> Iterator[bytes]:
        """Yield the contents of a member in small chunks, unpacked once more by `unpack`. Raises ImportProblem."""
        with self._open(name) as file:
            size = 0
            for chunk in unpack(_Member(file, lambda: self._rules.problem(Fault.DAMAGED, name))):
                size += len(chunk)
                self._count(name, size)
                yield chunk

    def read(self, name: str, limit: int) -> bytes:
        """Return the contents of a member, or its first `limit` bytes. Raises ImportProblem."""
        content = bytearray()
        for chunk in self.chunks(name):
            content += chunk
            if len(content) >= limit:
                break
        return bytes(content[:limit])

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _open(self, name: str) -> IO[bytes]:
        info = self._members[name]
        if info.flag_bits & ENCRYPTED:
            raise self._rules.problem(Fault.ENCRYPTED, name)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise self._rules.problem(Fault.LINK, name)
        if info.compress_type not in METHODS:
            raise self._rules.problem(Fault.DAMAGED, name)
        try:
            return self._zip.open(info)
        except BROKEN as error:
            raise self._rules.problem(Fault.DAMAGED, name) from error

    def _count(self, name: str, size: int) -> None:
        """Note how much of a member was inflated. Raises ImportProblem for too much of all together."""
        more = size - self._inflated.get(name, 0)
        if more > 0:
            self._inflated[name] = size
            self._left -= more
        if self._left < 0:
            raise self._rules.problem(Fault.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class _Member:
    """An open member whose errors are problems of its zip."""

    file: IO[bytes]
    problem: Callable[[], ImportProblem]

    def read(self, size: int, /) -> bytes:
        try:
            return self.file.read(size)
        except BROKEN as error:
            raise self.problem() from error


def safe_path(name: str) -> PurePosixPath | None:
    """Return a member's name as a path below the zip's own root; None for one that leads elsewhere or hides."""
    path = PurePosixPath(name.replace("\\", "/"))
    is_outside = path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0]
    return None if is_outside or not path.parts or not name.strip("/").isprintable() else path


def is_of_system(path: PurePosixPath) -> bool:
    """Return whether a file is what a system leaves in zips: `__MACOSX/`, `.DS_Store`."""
    return any(part == "__MACOSX" or part.startswith(".") for part in path.parts)


def _check_list(file: BinaryIO, size: int, rules: ZipRules) -> None:
    """Refuse a zip that is too large or whose list of members is; `zipfile` would read any list into memory."""
    if size > rules.max_bytes:
        raise rules.problem(Fault.TOO_LARGE)
    start = max(0, size - MAX_COMMENT_BYTES - END_SIZE - END_LOCATOR_64_SIZE)
    file.seek(start)
    tail = file.read()
    end = _end_record(tail)
    if end is None:
        raise rules.problem(Fault.NOT_A_ZIP)
    length = struct.unpack_from("<L", tail, end + 12)[0]
    # a list of the large kind is needed by more than 65,535 members only
    is_large = tail[max(0, end - END_LOCATOR_64_SIZE) : end].startswith(END_LOCATOR_64)
    if is_large or length > rules.max_entries * MAX_BYTES_PER_ENTRY:
        raise rules.problem(Fault.TOO_MANY)
    file.seek(max(0, start + end - length))
    if file.read(length).count(ENTRY) > rules.max_entries:
        raise rules.problem(Fault.TOO_MANY)


def _end_record(tail: bytes) -> int | None:
    """Return where the zip's last record begins, found as `zipfile` finds it: without a comment, or the last one."""
    last = len(tail) - END_SIZE
    if last >= 0 and tail.startswith(END, last) and tail.endswith(b"\0\0"):
        return last
    found = tail.rfind(END, max(0, last - MAX_COMMENT_BYTES))
    return found if 0 <= found <= last else None

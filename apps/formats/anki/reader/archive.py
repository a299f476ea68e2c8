"""The zip around a package: the one door to `zipfile`. A name in it is looked up, never used as a path."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO

from apps.formats.anki.limits import Limits
from apps.formats.anki.reader import zstandard
from apps.formats.limits import MIB
from apps.formats.problems import Code, ImportProblem, too_many

CHUNK_SIZE = 64 * 1024
END = b"PK\x05\x06"
END_SIZE = 22
END_LOCATOR_64 = b"PK\x06\x07"
END_LOCATOR_64_SIZE = 20
MAX_COMMENT_BYTES = 1 << 16  # one more than there can be, as in `zipfile`: both must find the same record
ENTRY = b"PK\x01\x02"
BYTES_OF_AN_ENTRY = 400  # on the average, at most; Anki's take about 50
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


class Archive:
    """The members of a zip, of which no more is inflated than the limits allow."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """Read the list of members, or raise Problem."""
        self._limits = limits
        self._left = limits.inflated
        self._read: dict[str, int] = {}  # the most that was read of each: reading again costs nothing
        _check_directory(file, limits)
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise _not_a_zip() from error
        self._members = {info.filename: info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, most: int, *, zstd: bool = False) -> bytes:
        """Return the contents of a member, of at most so many bytes, or raise Problem."""
        return b"".join(self.pieces(name, most, zstd=zstd))

    def pieces(self, name: str, most: int, *, zstd: bool = False) -> Iterator[bytes]:
        """Yield the contents of a member in small pieces, or raise Problem."""
        with self._opened(name) as member:
            source: Iterable[bytes] = zstandard.pieces(_Member(member, name), name) if zstd else _plain(member, name)
            size = 0
            for piece in source:
                size += len(piece)
                if size > most:
                    raise too_large(name, most)
                self._count(name, size)
                yield piece

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _opened(self, name: str) -> IO[bytes]:
        info = self._members[name]
        if info.flag_bits & ENCRYPTED:
            raise ImportProblem(Code.ENCRYPTED, "The package is encrypted. Save it without a password.", name)
        if info.compress_type not in METHODS:
            raise ImportProblem(
                Code.DAMAGED, "This is compressed in a way that Anki does not use. Export it again.", name
            )
        try:
            return self._zip.open(info)
        except BROKEN as error:
            raise _broken(name) from error

    def _count(self, name: str, size: int) -> None:
        """Note how much of a member was inflated."""
        more = size - self._read.get(name, 0)
        if more > 0:
            self._read[name] = size
            self._left -= more
        if self._left < 0:
            raise too_large("", self._limits.inflated)


class _Member:
    """A member of the zip as a file whose errors are Problems."""

    def __init__(self, member: IO[bytes], name: str) -> None:
        self._member = member
        self._name = name

    def read(self, size: int) -> bytes:
        try:
            return self._member.read(size)
        except BROKEN as error:
            raise _broken(self._name) from error


def too_large(where: str, most: int) -> ImportProblem:
    """Return the problem of something with more bytes than the cap."""
    size = f"{most // MIB} MB" if most >= MIB else f"{most} bytes"
    return ImportProblem(Code.TOO_LARGE, f"There is more in it than {size}. Export smaller decks, one by one.", where)


def _plain(member: IO[bytes], name: str) -> Iterator[bytes]:
    source = _Member(member, name)
    while piece := source.read(CHUNK_SIZE):
        yield piece


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    """Refuse a file that is too large or whose list of members is; `zipfile` would read any list into memory."""
    size = file.seek(0, 2)
    if size > limits.upload:
        raise too_large("", limits.upload)
    start = max(0, size - MAX_COMMENT_BYTES - END_SIZE - END_LOCATOR_64_SIZE)
    file.seek(start)
    tail = file.read()
    end = _end_record(tail)
    if tail[max(0, end - END_LOCATOR_64_SIZE) : end].startswith(END_LOCATOR_64):
        raise too_many(
            limits.entries, "files in it"
        )  # a list of the large kind, which fewer than 65,535 members do not need
    length = struct.unpack_from("<L", tail, end + 12)[0]
    if length > limits.entries * BYTES_OF_AN_ENTRY:
        raise too_many(limits.entries, "files in it")
    file.seek(max(0, start + end - length))
    if file.read(length).count(ENTRY) > limits.entries:
        raise too_many(limits.entries, "files in it")


def _end_record(tail: bytes) -> int:
    """Return where the zip's last record begins, found in the way of `zipfile`: without a comment, or the last one."""
    last = len(tail) - END_SIZE
    if last >= 0 and tail.startswith(END, last) and tail.endswith(b"\0\0"):
        return last
    found = tail.rfind(END, max(0, last - MAX_COMMENT_BYTES))
    if found < 0 or found > last:
        raise _not_a_zip()
    return found


def _not_a_zip() -> ImportProblem:
    return ImportProblem(Code.NOT_A_PACKAGE, "This is not a package of Anki. In Anki, choose File, Export.")


def _broken(name: str) -> ImportProblem:
    return ImportProblem(Code.DAMAGED, "This file in the package cannot be unpacked. Export the package again.", name)

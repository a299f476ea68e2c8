"""Reads messages of Protocol Buffers: numbers and bytes by field number. What they mean, the caller knows."""

from collections.abc import Iterator

from apps.formats.problems import Code, ImportProblem

VARINT, EIGHT_BYTES, BYTES, FOUR_BYTES = 0, 1, 2, 5
MAX_VARINT_BYTES = 10
SKIPPED = {EIGHT_BYTES: 8, FOUR_BYTES: 4}


def fields(message: bytes, where: str) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and the value of each field, in order; fixed-size numbers are left out. Raises Problem."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at, where)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(message, at, where)
            yield key >> 3, value
            continue
        size, at = (SKIPPED[kind], at) if kind in SKIPPED else _size(message, at, kind, where)
        if at + size > len(message):
            raise _damaged(where)
        if kind == BYTES:
            yield key >> 3, message[at : at + size]
        at += size


def text(message: bytes, wanted: int, where: str) -> str:
    """Return the last text with this field number, or an empty one."""
    found = b""
    for number, value in fields(message, where):
        if number == wanted and isinstance(value, bytes):
            found = value
    return found.decode("utf-8", "replace").replace("\0", "")


def number(message: bytes, wanted: int, where: str) -> int:
    """Return the last number with this field number, or 0."""
    found = 0
    for field, value in fields(message, where):
        if field == wanted and isinstance(value, int):
            found = value
    return found


def _size(message: bytes, at: int, kind: int, where: str) -> tuple[int, int]:
    if kind != BYTES:
        raise _damaged(where)
    return _varint(message, at, where)


def _varint(message: bytes, at: int, where: str) -> tuple[int, int]:
    """Return a number of variable length and the place after it."""
    value = 0
    for place, byte in enumerate(message[at : at + MAX_VARINT_BYTES]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise _damaged(where)


def _damaged(where: str) -> ImportProblem:
    return ImportProblem(Code.DAMAGED, "This part of the package cannot be read. Export it again.", where)

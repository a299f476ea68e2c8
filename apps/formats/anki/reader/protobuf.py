"""Reads messages of Protocol Buffers: numbers and bytes by field number. What they mean, the caller knows."""

from collections.abc import Iterator

from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place

VARINT, EIGHT_BYTES, BYTES, FOUR_BYTES = 0, 1, 2, 5
MAX_VARINT_BYTES = 10
SKIPPED = {EIGHT_BYTES: 8, FOUR_BYTES: 4}


def fields(message: bytes, place: Place) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and the value of each field, in order; fixed-size numbers are left out. Raises ImportProblem."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at, place)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(message, at, place)
            yield key >> 3, value
            continue
        size, at = (SKIPPED[kind], at) if kind in SKIPPED else _size(message, at, kind, place)
        if at + size > len(message):
            raise _damaged(place)
        if kind == BYTES:
            yield key >> 3, message[at : at + size]
        at += size


def text(message: bytes, field_number: int, place: Place) -> str:
    """Return the last text with this field number, or an empty one."""
    found = b""
    for number, value in fields(message, place):
        if number == field_number and isinstance(value, bytes):
            found = value
    return found.decode("utf-8", "replace").replace("\0", "")


def number(message: bytes, field_number: int, place: Place) -> int:
    """Return the last number with this field number, or 0."""
    found = 0
    for field, value in fields(message, place):
        if field == field_number and isinstance(value, int):
            found = value
    return found


def _size(message: bytes, at: int, kind: int, place: Place) -> tuple[int, int]:
    if kind != BYTES:
        raise _damaged(place)
    return _varint(message, at, place)


def _varint(message: bytes, at: int, place: Place) -> tuple[int, int]:
    """Return a number of variable length and the position after it."""
    value = 0
    for index, byte in enumerate(message[at : at + MAX_VARINT_BYTES]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, at + index + 1
    raise _damaged(place)


def _damaged(place: Place) -> ImportProblem:
    return ImportProblem(Code.DAMAGED, _("This part of the package can’t be read. Export it again."), place)

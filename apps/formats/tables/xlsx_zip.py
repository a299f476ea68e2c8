"""Takes the parts of a workbook out of its zip: bounded before they are inflated, whatever the zip claims. Pure.

What comes out is a small zip of our own with nothing in it but text, so that no reader of workbooks meets the original.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from apps.formats.limits import MIB
from apps.formats.problems import Code, ImportProblem

MARK = b"PK\x03\x04"
OF_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 2_000
MAX_INFLATED_BYTES = 100 * MIB  # of all parts together
# a small file may be a bomb: what it may inflate to, and how many tags it may hold, grow with its size
INFLATED_ANYWAY, INFLATED_PER_BYTE = 5 * MIB, 60
TAGS_ANYWAY, TAGS_PER_BYTE = 300_000, 2
CHUNK_SIZE = 1 << 16
ENTRY = b"PK\x01\x02"  # begins each entry of a zip's list of contents
ENCRYPTED = 0x1
PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
FOLDERS = ("xl/sharedStrings", "xl/worksheets/sheet", "xl/worksheets/Sheet")
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
DAMAGED = "This workbook is damaged. Save it again as .xlsx."
NOT_A_WORKBOOK = "This is a zip, but no workbook. Choose a spreadsheet that ends in .xlsx."
OLD = "This workbook is in an old form, or has a password. Save it as .xlsx without a password."
TOO_LARGE = "This workbook holds more than can be read. Divide it into several, or save it as .csv."


@dataclass
class _Left:
    """How many bytes and tags may still come."""

    inflated: int
    tags: int

    def take(self, piece: bytes) -> None:
        """Count a piece, or raise Problem."""
        self.inflated -= len(piece)
        self.tags -= piece.count(b"<")
        if self.inflated < 0 or self.tags < 0:
            raise ImportProblem(Code.TOO_LARGE, TOO_LARGE)


def refuse_old(data: bytes) -> None:
    """Raise Problem for what programs wrote before 2007, and for a workbook with a password."""
    if data.startswith(OF_OLD_OFFICE):
        raise ImportProblem(Code.NOT_A_TEXT, OLD)


def parts(data: bytes) -> io.BytesIO:
    """Return a zip of the parts that say what the cells hold. Raises Problem."""
    if data.count(ENTRY) > MAX_ENTRIES:
        raise ImportProblem(Code.TOO_LARGE, TOO_LARGE)
    left = _Left(
        min(MAX_INFLATED_BYTES, INFLATED_ANYWAY + INFLATED_PER_BYTE * len(data)),
        TAGS_ANYWAY + TAGS_PER_BYTE * len(data),
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _copied(archive, left)
    except UNREADABLE as error:
        raise ImportProblem(Code.DAMAGED, DAMAGED) from error


def _copied(archive: zipfile.ZipFile, left: _Left) -> io.BytesIO:
    infos = {info.filename: info for info in archive.infolist()}  # of two with one name, the last counts
    if "xl/workbook.xml" not in infos:
        raise ImportProblem(Code.NOT_A_DECK, NOT_A_WORKBOOK)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as copy:
        for name in sorted(filter(_is_wanted, infos)):
            copy.writestr(name, _part(archive, infos[name], left))
    return result


def _is_wanted(name: str) -> bool:
    return name in PARTS or (name.startswith(FOLDERS) and name.endswith(".xml"))


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: _Left) -> bytes:
    """Return a part inflated, or raise Problem for one that is no plain XML."""
    if info.flag_bits & ENCRYPTED or stat.S_ISLNK(info.external_attr >> 16):
        raise ImportProblem(Code.ENCRYPTED, OLD)
    content = b"".join(_pieces(archive, info, left))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        raise ImportProblem(
            Code.UNSAFE, "This workbook defines words of its own, which no spreadsheet does. Save it again."
        )
    return content


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: _Left) -> Iterator[bytes]:
    with archive.open(info) as part:
        while piece := part.read(CHUNK_SIZE):
            left.take(piece)
            yield piece

"""Takes the parts of a workbook out of its zip, bounded before any reader of workbooks sees them.

What comes out is a small zip of our own with nothing in it but text.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from apps.formats.limits import MAX_WORKBOOK_FILES, MAX_WORKBOOK_INFLATED_BYTES, MIB
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.zips.zip_guard import Fault, GuardedZip, ZipRules, faults
from apps.formats.zips.zip_writer import pack

MAGIC = b"PK\x03\x04"
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office before 2007, and of workbooks with a password
MIN_MAX_TAGS, TAGS_PER_BYTE = 300_000, 2  # how many tags a workbook may hold grows with its size
PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
FOLDERS = ("xl/sharedStrings", "xl/worksheets/sheet", "xl/worksheets/Sheet")
DAMAGED = _("This workbook is damaged. Save it again as .xlsx.")
NOT_A_WORKBOOK = _("This is a zip, not a workbook. Choose a spreadsheet that ends in .xlsx.")
OLD = _("This workbook is in an old format or has a password. Save it as .xlsx without a password.")
TOO_LARGE = _("This workbook holds more than can be read. Divide it into several, or save it as .csv.")
UNSAFE = _("This workbook defines entities, which no spreadsheet program does. Save it again.")
RULES = ZipRules(
    max_bytes=MAX_WORKBOOK_INFLATED_BYTES,
    max_entries=MAX_WORKBOOK_FILES,
    max_inflated=MAX_WORKBOOK_INFLATED_BYTES,
    ratio=60,
    small_inflated=5 * MIB,
    faults=faults(damaged=DAMAGED, encrypted=OLD, too_many=TOO_LARGE, too_large=TOO_LARGE)
    | {Fault.LINK: (Code.ENCRYPTED, OLD)},
)


def refuse_old(data: bytes) -> None:
    """Raise ImportProblem for what programs wrote before 2007, and for a workbook with a password."""
    if data.startswith(OLD_MAGIC):
        raise ImportProblem(Code.NOT_A_TEXT, OLD)


def parts(file: BinaryIO) -> BytesIO:
    """Return a zip of the parts with the contents of the cells. Raises ImportProblem."""
    size = file.seek(0, 2)
    with GuardedZip(file, RULES) as archive:
        if "xl/workbook.xml" not in archive:
            raise ImportProblem(Code.NOT_A_DECK, NOT_A_WORKBOOK)
        return pack(_parts(archive, MIN_MAX_TAGS + TAGS_PER_BYTE * size))


def _parts(archive: GuardedZip, tags_left: int) -> Iterator[tuple[str, bytes]]:
    for name in sorted(filter(_is_needed, set(archive.names))):
        content = bytearray()
        for chunk in archive.chunks(name):
            tags_left -= chunk.count(b"<")
            if tags_left < 0:
                raise ImportProblem(Code.TOO_LARGE, TOO_LARGE)
            content += chunk
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
            raise ImportProblem(Code.UNSAFE, UNSAFE)
        yield name, bytes(content)


def _is_needed(name: str) -> bool:
    return name in PARTS or (name.startswith(FOLDERS) and name.endswith(".xml"))

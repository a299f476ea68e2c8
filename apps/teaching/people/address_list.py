"""Reads a list of people to invite: pasted lines, a table as text, or a spreadsheet. No database.

Every row may hold anything; its e-mail addresses are found in it. A column that is named as such has the group.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from apps.courses.models.membership import MAX_GROUP_LENGTH
from apps.courses.services.invitations import Invitee
from apps.formats.limits import MIB
from apps.formats.problems import ImportProblem
from apps.formats.tables.rows import Dialect, TableRow, read
from apps.formats.tables.workbooks import sheets
from apps.formats.text import decode

MAX_BYTES = MIB
MAX_INVITEES = 1000
MAX_ADDRESS_LENGTH = 254
SEPARATORS = ",;\t"
OWN_HEADER = "email\tgroup"  # of the list as it was checked
AROUND_ADDRESSES = re.compile(r"[\s<>,;:\"'()\[\]]+")
GROUP_NAMES = {"group", "section", "seminar", "class", "gruppe", "groupe", "grupo"}
ADDRESS_NAMES = {"email", "emailaddress", "mail", "address"}


@dataclass(frozen=True)
class WrongRow:
    """A row in which there is no address that can be written to."""

    number: int
    text: str


@dataclass(frozen=True)
class AddressList:
    """The people of a list, each once, the rows that are left out, and how many addresses came again."""

    invitees: tuple[Invitee, ...]
    wrong: tuple[WrongRow, ...]
    repeated: int = 0

    def as_text(self) -> str:
        """Return the people as lines that read the same again."""
        return "\n".join([OWN_HEADER, *(f"{each.email}\t{each.group}" for each in self.invitees)])


def read_addresses(data: bytes) -> AddressList:
    """Return the people of a pasted text or a file. Raises ImportProblem for what cannot be read."""
    decode.check_size(data, MAX_BYTES)
    rows = [row for row in _rows(data) if not row.is_blank]
    group = _group_column(rows[0].cells) if rows and _is_header(rows[0].cells) else None
    wrong: list[WrongRow] = []
    found: dict[str, Invitee] = {}
    number = 0
    for row in rows[_is_header(rows[0].cells) :] if rows else ():
        addresses = list(_addresses(cell for column, cell in enumerate(row.cells) if column != group))
        for email in filter(_is_address, addresses):
            found.setdefault(email, Invitee(email, _cell(row.cells, group)))
            number += 1
        if not addresses or not all(map(_is_address, addresses)):
            wrong.append(WrongRow(row.number, " ".join(" ".join(row.cells).split())[:100]))
    return AddressList(tuple(found.values()), tuple(wrong), number - len(found))


def _rows(data: bytes) -> Iterable[TableRow]:
    if sheets.is_workbook(data):
        return sheets.opened(BytesIO(data)).rows
    text = decode.to_text(data)
    separator = "\t" if text.startswith(OWN_HEADER) else max(SEPARATORS, key=text.count)
    try:
        return list(read(text, Dialect(separator)))
    except ImportProblem:  # a quotation mark that belongs to a name
        return read(text, Dialect(separator, quoted=False))


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names columns: it has no address, and several cells or a name that we know."""
    solid = [cell for cell in cells if cell.strip()]
    return "@" not in "".join(cells) and (len(solid) > 1 or bool({*map(_plain, cells)} & ADDRESS_NAMES))


def _group_column(names: Sequence[str]) -> int | None:
    known = GROUP_NAMES | {_plain(_("Group"))}
    return next((at for at, name in enumerate(names) if _plain(name) in known), None)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _cell(cells: Sequence[str], column: int | None) -> str:
    text = cells[column] if column is not None and column < len(cells) else ""
    return " ".join(text.split())[:MAX_GROUP_LENGTH]


def _addresses(cells: Iterable[str]) -> Iterator[str]:
    """Yield what looks like an address; of a cell with an @ in which nothing does, the whole."""
    for cell in cells:
        if "@" in cell:
            yield from [each.lower() for each in AROUND_ADDRESSES.split(cell) if "@" in each.strip("@")] or [cell]


def _is_address(text: str) -> bool:
    """Whether an e-mail can be sent there: a domain that has no spelling in ASCII passes Django's check alone."""
    if len(text) > MAX_ADDRESS_LENGTH:
        return False
    try:
        validate_email(text)
        text.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError):
        return False
    return True

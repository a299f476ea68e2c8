"""Cuts a text into rows and cells at any separators, with quotation marks as spreadsheets write them.

All searches go forward only: a field that opens with a quotation mark is looked at once, whatever follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.formats.limits import MAX_CELLS, MAX_COLUMNS, MAX_FIELD_LENGTH, MAX_ROWS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place
from apps.formats.tables import sections

MAX_SEPARATOR_LENGTH = 20  # characters
NEVER_CLOSED = _(
    "The quotation mark that opens this cell is never closed, or one inside it is not doubled. Fix it, or choose that "
    "quotation marks belong to the text."
)
TOO_MANY_COLUMNS = _("There are more than {limit} columns. Remove some.", limit=MAX_COLUMNS)
TOO_MANY_ROWS = _("There are more than {limit} rows. Divide the file into several.", limit=MAX_ROWS)
TOO_MANY_CELLS = _("There are more than {limit} cells. Divide the file into several.", limit=MAX_CELLS)
LONG_CELL = _(
    "This cell has more than {limit} characters. Shorten it, or choose another separator.", limit=MAX_FIELD_LENGTH
)
BAD_SEPARATOR = _("A separator has 1 to {limit} characters. Choose another one.", limit=MAX_SEPARATOR_LENGTH)
SAME_SEPARATORS = _("Cells and rows need different separators, without quotation marks in them.")


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row; `number` counts from 1, also rows that are left out.

    `continued` is how many lines without a separator belong to its last cell.
    """

    number: int
    cells: tuple[str, ...]
    continued: int = 0

    @property
    def is_blank(self) -> bool:
        """Return whether no cell shows anything."""
        return not any(cell.strip() for cell in self.cells)

    def place(self, column: int | None = None) -> Place:
        """Return the place of the row, or of its cell in a column that counts from 0."""
        return Place(row=self.number, column=0 if column is None else column + 1)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are divided; with `comments`, rows that begin with # are none (as in Anki's files).

    With `continued`, a line without a separator belongs to the cell above; with `lone_marks`, a quotation mark that
    opens no cell is text.
    """

    separator: str
    row_separator: str = "\n"
    quoted: bool = True
    comments: bool = False
    continued: bool = False
    lone_marks: bool = False


def read(text: str, dialect: Dialect, first: int = 1, last: int | None = None) -> Iterator[TableRow]:
    """Yield the rows that have more than one cell or hold anything; the first has the number `first`.

    With `last`, no row after that number is read; blank ones and comments have numbers, too. Raises ImportProblem.
    """
    rows = _read(text, dialect, first, last)
    return _continued(rows) if dialect.continued else (row for row in rows if len(row.cells) > 1 or not row.is_blank)


def _read(text: str, dialect: Dialect, first: int, last: int | None) -> Iterator[TableRow]:
    """Yield all rows but comments."""
    check_separators(dialect)
    cells: list[str] = []
    number, total = first, 0
    hidden = False
    for found in _pattern(dialect).finditer(text):
        quoted, bare, end = found.group("quoted", "bare", "end")
        hidden = hidden or (dialect.comments and not cells and bool(bare) and bare.startswith("#"))
        cells.append(_cell(quoted, bare, TableRow(number, ()), len(cells)))
        if quoted is None and dialect.quoted and not (dialect.lone_marks or hidden):
            _check_quotes(bare, TableRow(number, ()), len(cells) - 1)
        if end == dialect.separator:
            continue
        total += len(cells)
        if not hidden:
            yield TableRow(number, tuple(cells))
        cells, hidden, number = [], False, number + 1
        check_counts(number - first, total)
        if found.end() == len(text) or (last and number > last):
            break


def _continued(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield rows with the lines that belong to their last cells; blank lines only where others follow."""
    above: TableRow | None = None
    lines: list[str] = []
    for row in rows:
        if above is not None and _continues(row):
            lines.append(row.cells[0])
            continue
        if above is not None:
            yield _with_lines(above, lines)
        above, lines = (row, []) if len(row.cells) > 1 else (None, [])
        if above is None and not row.is_blank:
            yield row
    if above is not None:
        yield _with_lines(above, lines)


def _continues(row: TableRow) -> bool:
    return len(row.cells) == 1 and not sections.title_of(row.cells)


def _with_lines(row: TableRow, lines: Sequence[str]) -> TableRow:
    more = "\n".join(lines).rstrip()
    if not more:
        return row
    *before, last = row.cells
    cell = f"{last}\n{more}"
    if len(cell) > MAX_FIELD_LENGTH:
        raise ImportProblem(Code.TOO_LARGE, LONG_CELL, row.place(len(before)))
    return TableRow(row.number, (*before, cell), sum(bool(line.strip()) for line in lines))


def _cell(quoted: str | None, bare: str, row: TableRow, column: int) -> str:
    """Return the text of a cell. Raises ImportProblem."""
    if column >= MAX_COLUMNS:
        raise ImportProblem(Code.TOO_LARGE, TOO_MANY_COLUMNS, row.place())
    text = bare if quoted is None else quoted.replace('""', '"')
    if len(text) > MAX_FIELD_LENGTH:
        raise ImportProblem(Code.TOO_LARGE, LONG_CELL, row.place(column))
    return text


def _check_quotes(bare: str, row: TableRow, column: int) -> None:
    """Raise Problem where a cell begins as a quoted one and does not end so; words in quotation marks may stay."""
    if bare.lstrip(" ").startswith('"') and bare.count('"') % 2:
        raise ImportProblem(Code.QUOTES, NEVER_CLOSED, row.place(column))


def check_counts(rows: int, cells: int) -> None:
    """Raise Problem where there are too many."""
    if rows > MAX_ROWS:
        raise ImportProblem(Code.TOO_LARGE, TOO_MANY_ROWS)
    if cells > MAX_CELLS:
        raise ImportProblem(Code.TOO_LARGE, TOO_MANY_CELLS)


def check_separators(dialect: Dialect) -> None:
    """Raise Problem for separators that cannot divide anything."""
    between, behind = dialect.separator, dialect.row_separator
    if not between or not behind or max(len(between), len(behind)) > MAX_SEPARATOR_LENGTH:
        raise ImportProblem(Code.OPTIONS, BAD_SEPARATOR)
    if between == behind or '"' in between + behind:
        raise ImportProblem(Code.OPTIONS, SAME_SEPARATORS)


def _pattern(dialect: Dialect) -> re.Pattern[str]:
    """Return what finds one cell and what ends it."""
    between, behind = re.escape(dialect.separator), re.escape(dialect.row_separator)
    ends = rf"(?P<end>{between}|{behind}|\Z)" if len(between) >= len(behind) else rf"(?P<end>{behind}|{between}|\Z)"
    stops = "".join(re.escape(sign) for sign in sorted({dialect.separator[0], dialect.row_separator[0]}))
    bare = rf"(?P<bare>(?:[^{stops}]++|(?!{between}|{behind})[{stops}])*+)"
    if not dialect.quoted:
        return re.compile(rf"(?P<quoted>(?!))?{bare}{ends}", re.DOTALL)
    blank = "[ ]*+" if not dialect.separator.startswith(" ") else ""
    inside = r'(?:[^"]++|"")*+'
    if dialect.lone_marks:  # one that never closes would take along the rows up to the next one
        inside = rf'(?:(?!{between})[^"]|"")*+|(?:(?!{behind})[^"]|"")*+'
    quoted = rf'{blank}"(?P<quoted>{inside})"{blank}(?={between}|{behind}|\Z)'
    return re.compile(rf"(?:{quoted}|{bare}){ends}", re.DOTALL)

"""Reads tables: CSV, TSV, pastes with any separators, Anki's text files, and spreadsheets.

`preview_table` returns what it detects and the first rows; a person corrects it, and `read` follows their options.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import BinaryIO

from apps.cards.kinds.registry import NAMES
from apps.formats.limits import KIB, MAX_COLUMNS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.tables import columns, table_to_deck
from apps.formats.tables.delimited_text import dialects, directives, list_markers
from apps.formats.tables.delimited_text.directives import Headers
from apps.formats.tables.rows import Dialect, TableRow, check_counts
from apps.formats.tables.rows import read as read_rows
from apps.formats.tables.table_to_deck import FORMS
from apps.formats.tables.workbooks import sheets
from apps.formats.text import decode

PREVIEW_ROWS = 10  # rows of a preview
PREVIEW_BYTES = 64 * KIB  # of a text, which show how the rest is written: a request reads them
SAMPLE_ROWS = 200  # rows, to find out how they are written
ONE_CELL = _("Each row has only one cell. Choose what separates the front from the back.")
NOTHING = _("There is no row with text in this file. Choose another one.")
ONE_CELL_IN_SHEET = _("Each row of this sheet has only one cell. Choose a sheet whose rows have a front and a back.")
NOTHING_IN_SHEET = _("There is no row with text in this sheet. Choose another one.")


@dataclass(frozen=True)
class TableOptions:
    """What a person chose; what is empty or None is detected.

    `columns` are keys of `columns.ROLES`, one for each column; `form` is how texts are written: plain, markdown or
    html; `kind` is that of notes whose kind the file does not have. With `continued`, lines without a separator belong
    to the cell above.
    """

    encoding: str = ""
    separator: str = ""
    row_separator: str = ""
    quoted: bool | None = None
    continued: bool | None = None
    header: bool | None = None
    form: str = ""
    columns: tuple[str, ...] = ()
    kind: str = ""
    sheet: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class TablePreview:
    """What a table looks like when it is read with `options`, which are complete.

    `names` are what its header calls the columns, `rows` its first rows of cells as they are written.
    """

    options: TableOptions
    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    """A table of which everything is known; `options` are complete."""

    options: TableOptions
    rows: Iterator[TableRow]
    names: tuple[str, ...] = ()
    shown: tuple[TableRow, ...] = ()
    head: Headers = field(default_factory=Headers)
    sheets: tuple[str, ...] = ()
    above: tuple[int, ...] = ()  # rows above the names of the columns
    unread: tuple[str, ...] = ()  # sheets that nobody chose or left


def preview_beginning(file: BinaryIO, name: str, options: TableOptions) -> TablePreview:
    """Return what is detected in the beginning of a text of any length. Raises ImportProblem.

    An encoding that the beginning leaves open is empty.
    """
    beginning = file.read(PREVIEW_BYTES + 1)
    head = decode.first_lines(beginning, PREVIEW_BYTES)
    decode.check_size(head)
    preview = _preview(_detected(_of_text(head, name, options, dialects.SAMPLE_LINES), name))
    if len(head) < len(beginning) and head.isascii() and not options.encoding:
        return replace(preview, options=replace(preview.options, encoding=""))
    return preview


def first_rows_of(file: BinaryIO) -> dict[str, list[list[str]]]:
    """Return the first rows of the sheets of a workbook, nothing of a text. Raises ImportProblem."""
    return sheets.first_rows(file) if sheets.is_workbook(file.read(PREVIEW_BYTES)) else {}


def preview_sample(first_rows: Mapping[str, list[list[str]]], name: str, options: TableOptions) -> TablePreview:
    """Return what is detected in the first rows of a workbook's sheets. Raises ImportProblem."""
    sheet = options.sheet or next(iter(first_rows))
    rows = (TableRow(number, tuple(cells)) for number, cells in enumerate(first_rows.get(sheet, ()), 1))
    return _preview(_detected(_of_sheet(sheets.Book(tuple(first_rows), sheet, rows), options), name))


def preview_table(data: bytes, name: str = "", options: TableOptions | None = None) -> TablePreview:
    """Return what is detected in a file of this name, with what the options already have. Raises ImportProblem."""
    return _preview(_table(data, name, options or TableOptions()))


def _preview(table: _Table) -> TablePreview:
    rows = tuple(row.cells[:MAX_COLUMNS] for row in table.shown if not row.is_blank)[:PREVIEW_ROWS]
    return TablePreview(table.options, table.names, rows, table.sheets)


def read(data: bytes, options: TableOptions | None = None, name: str = "") -> DeckRecord:
    """Return the deck of a file of that name, read with these options. Raises ImportProblem."""
    table = _table(data, name, options or TableOptions())
    columns.check(table.options.columns)
    rows = list(table.rows)
    if all(row.is_blank for row in rows):
        raise ImportProblem(Code.NOTHING, NOTHING_IN_SHEET if table.sheets else NOTHING)
    if all(dialects.width(row.cells) < 2 and "{{c" not in row.cells[0] for row in rows):
        raise ImportProblem(Code.NOT_A_DECK, ONE_CELL_IN_SHEET if table.sheets else ONE_CELL)
    deck = table_to_deck.deck(rows, table.head, _deck_options(table))
    above = (
        *decode.encoding_warnings(data, table.options.encoding),
        *sheets.unread_warnings(table.options.sheet, table.unread),
    )
    return replace(deck, warnings=(*above, *deck.warnings))


def _deck_options(table: _Table) -> table_to_deck.DeckOptions:
    chosen = table.options
    return table_to_deck.DeckOptions(
        columns=chosen.columns,
        names=table.names,
        form=chosen.form,
        kind=chosen.kind,
        title=chosen.title,
        tags=chosen.tags,
        separator=chosen.separator,
        is_list=chosen.separator in dialects.LIST_SEPARATORS,
        above=table.above,
    )


def _table(data: bytes, name: str, options: TableOptions) -> _Table:
    """Return the table of a file, with all that the options leave open detected. Raises ImportProblem."""
    decode.check_size(data)
    if sheets.is_workbook(data):
        return _detected(_of_workbook(BytesIO(data), options), name)
    return _detected(_of_text(data, name, options), name)


def _detected(table: _Table, name: str) -> _Table:
    """Return a table with what its first rows show. Raises ImportProblem."""
    shown = list(islice(table.rows, SAMPLE_ROWS))
    if all(row.is_blank for row in shown):
        raise ImportProblem(Code.NOTHING, NOTHING_IN_SHEET if table.sheets else NOTHING)
    table = replace(table, rows=chain(shown, table.rows), shown=tuple(shown))
    return _completed(table, name)


def _of_workbook(file: BinaryIO, options: TableOptions) -> _Table:
    return _of_sheet(sheets.opened(file, options.sheet), options)


def _of_sheet(book: sheets.Book, options: TableOptions) -> _Table:
    _check(options)
    chosen = replace(
        options, sheet=book.sheet, encoding="", separator="", row_separator="", quoted=None, continued=None
    )
    return _Table(chosen, _counted(book.rows), sheets=book.sheets, unread=book.unread)


def _counted(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield rows, or raise ImportProblem where there are too many."""
    cells = 0
    for count, row in enumerate(rows, 1):
        cells += len(row.cells)
        check_counts(count, cells)
        yield row


def _of_text(data: bytes, name: str, options: TableOptions, lines: int | None = None) -> _Table:
    """Return a text as a table; with `lines`, of no more than these."""
    _check(options)
    encoding = options.encoding or decode.detect_encoding(data)
    head, text = directives.divide(decode.to_text(data, encoding))
    text = list_markers.removed(text)
    dialect = _dialect(text, head, name, options)
    chosen = replace(
        options,
        encoding=encoding,
        separator=dialect.separator,
        row_separator=dialect.row_separator,
        quoted=dialect.quoted,
        continued=dialect.continued,
        sheet="",
    )
    return _Table(chosen, read_rows(text, dialect, head.rows + 1, lines and head.rows + lines), head=head)


def _dialect(text: str, head: Headers, name: str, options: TableOptions) -> Dialect:
    """Return how a text is divided: as the options have it, else its head, else as it seems."""
    if options.separator:
        chosen = Dialect(
            options.separator,
            options.row_separator or "\n",
            comments=head.is_anki,
            lone_marks=options.separator == "\t" and not head.separator,
        )
        found = dialects.with_quotes(text, chosen)
    else:
        found = dialects.dialect(text, head, PurePosixPath(name).suffix.lower())
        found = replace(found, row_separator=options.row_separator or found.row_separator)
    if options.continued is not None:
        found = replace(found, continued=options.continued)
    return found if options.quoted is None else replace(found, quoted=options.quoted)


def _completed(table: _Table, name: str) -> _Table:
    """Detect header, columns and form of a table whose first rows are known."""
    options = table.options
    names = _named(table.head, options)
    shown, rows = list(table.shown), table.rows
    above: tuple[int, ...] = ()
    at = _header_at(shown, options, is_named=bool(names))
    if at is not None:
        names, above = shown[at].cells, tuple(row.number for row in shown[:at])
        shown, rows = shown[at + 1 :], islice(rows, at + 1, None)
    known = table.head.column_roles()
    count = max(
        len(names),
        _usual_width(shown, is_list=options.separator in dialects.LIST_SEPARATORS),
        *(index + 1 for index in known),
        1,
    )
    roles = options.columns or columns.map_columns(names, count, known)
    cells = [cell for row in shown for cell, role in zip(row.cells, roles, strict=False) if role in table_to_deck.TEXTS]
    chosen = replace(
        options,
        header=at is not None,
        columns=roles,
        form=options.form or dialects.form_of(cells, table.head),
        title=options.title or table.head.title() or PurePosixPath(name).stem.strip(),
    )
    return replace(table, options=chosen, names=tuple(names), shown=tuple(shown), rows=rows, above=above)


def _header_at(shown: Sequence[TableRow], options: TableOptions, *, is_named: bool) -> int | None:
    """Return which of the first rows names the columns, as it was chosen or as it seems."""
    if options.header is False or (options.header is None and is_named):
        return None
    solid = [index for index, row in enumerate(shown) if not row.is_blank]
    found = dialects.header_at([shown[index] for index in solid])
    if found is not None:
        return solid[found]
    return solid[0] if options.header else None


def _named(head: Headers, options: TableOptions) -> tuple[str, ...]:
    """Return the names of the columns that the head of a file gives."""
    listed = head.values.get("columns", "")
    if not listed or not options.separator:
        return ()
    line = next(read_rows(listed, Dialect(options.separator, quoted='"' in listed)), TableRow(0, ()))
    return tuple(cell.strip() for cell in line.cells)


def _usual_width(rows: Sequence[TableRow], *, is_list: bool) -> int:
    """Return how many cells most rows have; of two that are as common, the larger."""
    if is_list:  # what follows the first separator is one text
        return 2
    counts = Counter(dialects.columns_of(row.cells) for row in rows if not row.is_blank)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _check(options: TableOptions) -> None:
    """Raise Problem for choices that are none."""
    if options.form not in ("", *FORMS) or options.kind not in ("", *NAMES):
        raise ImportProblem(Code.OPTIONS, _("Choose how texts are written, and the kind of notes, from the lists."))
    if options.columns:
        columns.check(options.columns)

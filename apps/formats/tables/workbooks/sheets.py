"""Reads the cells of a workbook as texts: what a formula came to, numbers and dates as they are shown."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

import openpyxl

from apps.formats.limits import MAX_COLUMNS, MAX_FIELD_LENGTH, MAX_ROWS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place
from apps.formats.tables.rows import TOO_MANY_COLUMNS, TOO_MANY_ROWS, TableRow
from apps.formats.tables.workbooks import date_formats, number_formats, xlsx_zip
from apps.formats.text.decode import clean

MAX_SHEETS = 200
SAMPLE_SHEETS, SAMPLE_ROWS, SAMPLE_LENGTH = 20, 50, 300  # of the beginning of a large workbook; a cell's characters
MAX_NAMES = 5  # of sheets in a warning
MIDNIGHT = time()


@dataclass(frozen=True)
class Book:
    """The names of a workbook's sheets, the one that is read, and its rows; `unread` are others that nobody saw."""

    sheets: tuple[str, ...]
    sheet: str
    rows: Iterator[TableRow]
    unread: tuple[str, ...] = ()


def is_workbook(data: bytes) -> bool:
    """Return whether bytes begin a workbook, or a zip of another kind. Raises ImportProblem for old kinds."""
    xlsx_zip.refuse_old(data)
    return data.startswith(xlsx_zip.MAGIC)


def opened(file: BinaryIO, sheet: str = "") -> Book:
    """Return the workbook with the rows of a sheet of that name, or of the first. Raises ImportProblem."""
    worksheets = _worksheets(file)
    names = tuple(each.title for each in worksheets)
    if sheet and sheet not in names:
        raise ImportProblem(Code.OPTIONS, _("Choose one of the workbook’s sheets."))
    if sheet:
        return Book(names, sheet, _rows(worksheets[names.index(sheet)]))
    unread = tuple(each.title for each in worksheets[1:] if next(_rows(each), None))
    return Book(names, names[0], _rows(worksheets[0]), unread)


def unread_warnings(sheet: str, unread: Sequence[str]) -> Iterator[ImportWarning]:
    """Yield that other sheets than one were not read, if there are any."""
    if unread:
        others = ", ".join(f"“{name}”" for name in unread[:MAX_NAMES]) + (", …" if len(unread) > MAX_NAMES else "")
        message = _(
            "Only the sheet “{sheet}” was read, not {others}. Choose another sheet, or save each as a file of its own.",
            sheet=sheet,
            others=others,
        )
        yield ImportWarning(message)


def first_rows(file: BinaryIO) -> dict[str, list[list[str]]]:
    """Return the first rows of a workbook's first sheets, long cells cut. Raises ImportProblem."""
    return {
        each.title: [[cell[:SAMPLE_LENGTH] for cell in row.cells] for row in islice(_rows(each), SAMPLE_ROWS)]
        for each in _worksheets(file)[:SAMPLE_SHEETS]
    }


def _worksheets(file: BinaryIO) -> list[Any]:
    book = _guarded(lambda: openpyxl.load_workbook(xlsx_zip.parts(file), read_only=True, data_only=True))
    if not book.worksheets:
        raise ImportProblem(Code.NOTHING, _("This workbook has no sheet with cells."))
    return list(book.worksheets[:MAX_SHEETS])


def _rows(sheet: Any) -> Iterator[TableRow]:
    """Yield the rows that hold anything."""
    sheet.reset_dimensions()  # the size that a sheet claims is not believed
    found = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
    number = 0
    while (cells := _guarded(lambda: next(found, None))) is not None:
        number += 1
        values = _guarded(lambda row=cells: [_value(cell) for cell in row])  # type: ignore[misc]
        count = next((index for index in range(len(values), 0, -1) if values[index - 1] is not None), 0)
        if count > MAX_COLUMNS:
            raise ImportProblem(Code.TOO_LARGE, TOO_MANY_COLUMNS, Place(row=number))
        if count:
            yield TableRow(number, tuple(_text(value, number, column) for column, value in enumerate(values[:count])))
    if number > MAX_ROWS:
        raise ImportProblem(Code.TOO_LARGE, TOO_MANY_ROWS)


def _value(cell: Any) -> object:
    """Return what a cell holds; a number, a date or a time as its format shows it."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = number_formats.shown(value, cell.number_format)
        return value if text is None else text
    if isinstance(value, date | time | timedelta):
        return date_formats.shown(value, cell.number_format) or value
    return value


def _guarded[T](action: Callable[[], T]) -> T:
    """Return the result of an action. Whatever the library raises for a broken workbook becomes an ImportProblem."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what we do not read: validations, styles
            return action()
    except (ImportProblem, MemoryError):
        raise
    except Exception as error:
        raise ImportProblem(Code.DAMAGED, xlsx_zip.DAMAGED) from error


def _text(value: object, number: int, column: int) -> str:
    """Return what a cell shows, or raise ImportProblem."""
    text = clean(_shown(value))
    if len(text) > MAX_FIELD_LENGTH:
        message = _("This cell has more than {limit} characters. Shorten it.", limit=MAX_FIELD_LENGTH)
        raise ImportProblem(Code.TOO_LARGE, message, TableRow(number, ()).place(column))
    return text


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)

"""Finds out what separates the cells and the rows of a text, from its beginning only."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice, pairwise, product

from apps.formats.problems import ImportProblem
from apps.formats.tables import columns
from apps.formats.tables.delimited_text.directives import Headers
from apps.formats.tables.rows import Dialect, TableRow, read
from apps.formats.tables.sections import title_of

SAMPLE_LENGTH = 1_000_000  # characters, of which no more rows are read than are needed
HEAD_LENGTH = 40_000  # characters in which a separator must stand to be one
SAMPLE_ROWS = 200
SAMPLE_LINES = 2_000  # rows that are looked at to find so many that are neither blank nor comments
MIN_EVENNESS = 0.6  # of the rows have as many cells as most
TABLE_SEPARATORS = ("\t", ";", ",", "|")
LIST_SEPARATORS = (" - ", " – ", " — ", " :: ", "::", " = ", " : ", " => ", " -> ", " → ", ": ", "=", " | ", ":")
ROW_SEPARATORS = ("\n", "\n\n", ";", "\n---\n")
HTML = re.compile(
    r"<(?:/?(?:b|i|u|em|strong|div|span|p|ul|ol|li|sub|sup|img|a|font|code|pre|table)\b|br ?/?>)|&nbsp;", re.IGNORECASE
)
MARKDOWN = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!\$)\$(?!\s)[^$\n]*\\[a-zA-Z][^$\n]*\$|```|(?<!`)`[^`\s][^`\n]*`(?!`)")
BLANK = re.compile(r"\{\{c\d+::")  # whose colons divide no cells
SUFFIXES = {".tsv": "\t", ".tab": "\t", ".csv": ",;"}
OWN_SEPARATOR = re.compile(r"(?<=[\w\s).!?\]'’])(?![.]+\s|-+\s|_)[^\w\s\"'“”‘’„()\[\]{}<>*`]{2,10}(?=[\w\s(\[¿¡]|\Z)")
MAX_OWN = 4  # separators of the exporter's own choosing that are tried
MAX_TITLE_ROWS = 4  # above the names of the columns


def dialect(text: str, headers: Headers, suffix: str = "") -> Dialect:
    """Return how a text without its head is most likely divided; by tabs where nothing shows."""
    if headers.separator:
        return with_quotes(text, Dialect(headers.separator, comments=headers.is_anki))
    sample = text[:SAMPLE_LENGTH].strip("\n")
    best, found = 0.1, Dialect("\t", quoted=False)
    for candidate in _candidates(sample, headers.is_anki, is_csv=suffix == ".csv"):
        guess = with_quotes(sample, candidate)
        score = _score(_rows(sample, guess), guess) + (0.05 if guess.separator in SUFFIXES.get(suffix, ()) else 0)
        score -= 0.1 if guess.continued else 0
        if score > best:
            best, found = score, guess
    return found


def _candidates(sample: str, comments: bool, *, is_csv: bool) -> Iterator[Dialect]:
    """Yield what a text may be divided by, most likely first."""
    head = sample[:HEAD_LENGTH]
    own = _own_separators(head)
    behind = [end for end in ROW_SEPARATORS if end in head and (end != ";" or "\n" not in head)] or ["\n"]
    if "\n" not in behind and "\n" not in head:
        behind.append("\n")
    separators = (*TABLE_SEPARATORS, *_list_separators(head), *own)
    pairs = [*product(behind, (each for each in separators if each in head)), *_own_pairs(head, own)]
    for end, between in pairs:
        if between == end or end.strip("\n-") == between:
            continue
        lone_marks = between == "\t"
        yield Dialect(between, end, comments=comments, lone_marks=lone_marks)
        if end == "\n" and (between not in (",", ";") or not (is_csv or '"' in head)):
            yield Dialect(between, end, comments=comments, continued=True, lone_marks=lone_marks)


def _list_separators(head: str) -> Sequence[str]:
    return [each for each in LIST_SEPARATORS if ":" not in each] if BLANK.search(head) else LIST_SEPARATORS


def _own_separators(head: str) -> list[str]:
    """Return runs of signs that whoever exported the text may have chosen, the most frequent first."""
    lines = (line for line in head.split("\n") if not title_of((line,)))
    runs = Counter(OWN_SEPARATOR.findall("\n".join(lines)))
    return [run for run, times in runs.most_common(MAX_OWN) if times > 1 and run not in LIST_SEPARATORS]


def _own_pairs(head: str, own: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield separators of rows and of cells where there are as many of the one as of the other."""
    separators = [each for each in (*TABLE_SEPARATORS, *LIST_SEPARATORS, *own) if each in head]
    for end, between in product(own, separators):
        if end != between and head.count(between) - head.count(end) in (0, 1):
            yield end, between


def with_quotes(sample: str, candidate: Dialect) -> Dialect:
    """Return a dialect with quotation marks as text where they close no cells; a table by commas needs them."""
    if not candidate.quoted:
        return candidate
    if candidate.separator in (",", ";") and candidate.row_separator == "\n":
        return candidate
    try:
        list(islice(read(sample, candidate, last=SAMPLE_LINES), SAMPLE_ROWS))
    except ImportProblem:
        return replace(candidate, quoted=False)
    return candidate


def _rows(sample: str, guess: Dialect) -> tuple[Sequence[TableRow], bool]:
    """Return the first rows that hold anything, and whether quotation marks close cells in them."""
    for each in (guess, replace(guess, quoted=False)):
        with suppress(ImportProblem):
            rows = [row for row in islice(read(sample, each, last=SAMPLE_LINES), SAMPLE_ROWS) if not row.is_blank]
            return [row for row in rows if not title_of(row.cells)], each == guess
    return [], False


def _score(found: tuple[Sequence[TableRow], bool], guess: Dialect) -> float:
    """Return how well a text is divided: which part of the rows have as many cells as most, at least two."""
    rows, is_closed = found
    if not rows or (guess.continued and not _may_continue(rows, guess)):
        return 0.0
    header = header_at(rows)
    rows = rows[header or 0 :]
    widths = [columns_of(row.cells) for row in rows]
    divided = sum(count > 1 for count in widths) / len(rows)
    usual, times = Counter(widths).most_common(1)[0]
    is_list = guess.separator in LIST_SEPARATORS  # what is behind the first separator is one text
    evenly = divided if is_list else (divided + times / len(rows)) / 2
    if evenly < MIN_EVENNESS or (usual < 2 and not is_list):
        return 0.0
    return evenly + (0 if header is None else 0.5) - _unlikely(rows, guess) - (0 if is_closed else 0.3)


def _may_continue(rows: Sequence[TableRow], guess: Dialect) -> bool:
    """Return whether lines without a separator are likely to belong to the cell above: of a few, or behind tabs."""
    lines = sum(row.continued for row in rows)
    if not lines or width(rows[0].cells) < 2:
        return False
    return guess.separator == "\t" or lines <= len(rows)


def _unlikely(rows: Sequence[TableRow], guess: Dialect) -> float:
    """Return what speaks against separators: they might be characters of the text, or divide next to nothing."""
    against = 0.5 if len(rows) == 1 else 0.0
    against += 0.1 if guess.row_separator == ";" else 0.0
    against += 0.3 if guess.row_separator == "\n\n" and any("\n" in row.cells[0] for row in rows) else 0.0
    against -= 0.1 if guess.row_separator not in ROW_SEPARATORS else 0.0
    if guess.separator == "\t":
        return against - 0.15
    if guess.separator in LIST_SEPARATORS:
        return against + (0.2 if guess.separator != guess.separator.strip() else 0.3)
    if guess.separator not in TABLE_SEPARATORS:
        return against + (0.05 if all(len(row.cells) == 2 for row in rows) else 0.3)
    return against + _unlikely_signs(rows, guess.separator)


def _unlikely_signs(rows: Sequence[TableRow], separator: str) -> float:
    """Return what speaks against single signs: spaces behind them, digits around commas, nothing between them."""
    following = [cell for row in rows for cell in row.cells[1:]]
    before_spaces = sum(cell.startswith(" ") for cell in following)
    against = 0.35 if before_spaces * 2 > len(following) else 0.0
    if separator == "," and all(_divides_number(row.cells) for row in rows if len(row.cells) > 1):
        against += 0.3
    if all(len(row.cells) > 2 and not any(row.cells[1:-1]) for row in rows):
        against += 0.3  # a run of them is one separator
    return against


def _divides_number(cells: Sequence[str]) -> bool:
    """Return whether some comma of a row stands between two digits."""
    return any(left[-1:].isdigit() and right[:1].isdigit() for left, right in pairwise(cells))


def header_at(rows: Sequence[TableRow]) -> int | None:
    """Return which row names the columns: the first, or one below a title that stands in one cell."""
    for index, row in enumerate(rows[: MAX_TITLE_ROWS + 1]):
        if columns.is_header(row.cells):
            return index
        if width(row.cells) > 1 or (len(row.cells) > 1 and " " not in row.cells[0].strip()):
            break  # a card, or one without a back
    return None


def width(cells: Sequence[str]) -> int:
    """Return how many cells a row has, without empty ones at its end."""
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1].strip()), 0)


def columns_of(cells: Sequence[str]) -> int:
    """Return how many columns a row shows: two where there is a separator, also with nothing behind it."""
    return max(width(cells), min(len(cells), 2))


def form_of(cells: Sequence[str], headers: Headers) -> str:
    """Return how texts are written: html, markdown or plain."""
    if headers.flag("markdown"):
        return "markdown"
    if (html := headers.flag("html")) is not None:
        return "html" if html else "plain"
    if any(map(HTML.search, cells)):
        return "html"
    return "markdown" if any(map(MARKDOWN.search, cells)) else "plain"

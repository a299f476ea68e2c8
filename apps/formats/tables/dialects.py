"""Finds out what separates the cells and the rows of a text. Pure: it looks at the beginning only."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice, product

from apps.formats.problems import ImportProblem
from apps.formats.tables import columns
from apps.formats.tables.directives import Headers
from apps.formats.tables.rows import Dialect, TableRow, read

LOOKED_AT = 1_000_000  # characters, of which no more rows are read than are needed
HEAD = 40_000  # characters in which a separator must stand to be one
ROWS = 200
ENOUGH = 0.7  # of the rows have as many cells as most
OF_TABLES = ("\t", ";", ",", "|")
OF_LISTS = (" - ", " – ", " — ", " :: ", "::", " = ", " : ", " => ", " -> ", " → ", ": ", "=", " | ", ":")
BETWEEN_CARDS = ("\n", "\n\n", ";", "\n---\n")
HTML = re.compile(
    r"<(?:/?(?:b|i|u|em|strong|div|span|p|ul|ol|li|sub|sup|img|a|font|code|pre|table)\b|br ?/?>)|&nbsp;", re.IGNORECASE
)
MARKDOWN = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!\$)\$(?!\s)[^$\n]*\\[a-zA-Z][^$\n]*\$|```|(?<!`)`[^`\s][^`\n]*`(?!`)")
OF_BLANKS = re.compile(r"\{\{c\d+::")  # whose colons divide no cells
SUFFIXES = {".tsv": "\t", ".tab": "\t", ".csv": ","}


def dialect(text: str, headers: Headers, suffix: str = "") -> Dialect:
    """Return how a text without its head is most likely divided; by tabs where nothing shows."""
    if headers.separator:
        return with_quotes(text, Dialect(headers.separator, comments=headers.of_anki))
    sample = text[:LOOKED_AT].strip("\n")
    best, found = 0.1, Dialect("\t", quoted=False)
    for candidate in _candidates(sample):
        tried = with_quotes(sample, candidate)
        score = _score(_rows(sample, tried), tried) + (0.05 if SUFFIXES.get(suffix) == tried.separator else 0)
        if score > best:
            best, found = score, tried
    return found


def _candidates(sample: str) -> list[Dialect]:
    """Return what a text may be divided by, most likely first."""
    head = sample[:HEAD]
    behind = [end for end in BETWEEN_CARDS if end in head and (end != ";" or "\n" not in head)] or ["\n"]
    if "\n" not in behind and "\n" not in head:
        behind.append("\n")
    signs = OF_TABLES + (tuple(each for each in OF_LISTS if ":" not in each) if OF_BLANKS.search(head) else OF_LISTS)
    pairs = product(behind, (each for each in signs if each in head))
    return [Dialect(between, end) for end, between in pairs if between != end and end.strip("\n-") != between]


def with_quotes(sample: str, candidate: Dialect) -> Dialect:
    """Return a dialect with quotation marks as text where they close no cells; a table by commas needs them."""
    if not candidate.quoted:
        return candidate
    if candidate.separator in (",", ";") and candidate.row_separator == "\n":
        return candidate
    try:
        list(islice(read(sample, candidate), ROWS))
    except ImportProblem:
        return replace(candidate, quoted=False)
    return candidate


def _rows(sample: str, tried: Dialect) -> Sequence[TableRow]:
    """Return the first rows; where a quotation mark is never closed, as they are if such marks are text."""
    for each in (tried, replace(tried, quoted=False)):
        with suppress(ImportProblem):
            return list(islice(read(sample, each), ROWS))
    return []


def _score(rows: Sequence[TableRow], tried: Dialect) -> float:
    """Return how well a text is divided: which part of the rows have as many cells as most, at least two."""
    if not rows:
        return 0.0
    widths = [width(row.cells) for row in rows]
    divided = sum(count > 1 for count in widths) / len(rows)
    usual, times = Counter(widths).most_common(1)[0]
    is_list = tried.separator in OF_LISTS  # what is behind the first separator is one text
    evenly = divided if is_list else (divided + times / len(rows)) / 2
    if evenly < ENOUGH or (usual < 2 and not is_list):
        return 0.0
    return evenly + (0.5 if columns.is_header(rows[0].cells) else 0) - _unlikely(rows, tried)


def _unlikely(rows: Sequence[TableRow], tried: Dialect) -> float:
    """Return what speaks against separators: they might be signs of the text, or divide next to nothing."""
    against = 0.5 if len(rows) == 1 else 0.0
    against += 0.1 if tried.row_separator == ";" else 0.0
    if tried.separator == "\t":
        return against - 0.15
    if tried.separator in OF_LISTS:
        return against + (0.2 if tried.separator != tried.separator.strip() else 0.3)
    following = [cell for row in rows for cell in row.cells[1:]]
    before_spaces = sum(cell.startswith(" ") for cell in following)
    return against + (0.35 if before_spaces * 2 > len(following) else 0.0)


def width(cells: Sequence[str]) -> int:
    """Return how many cells a row has, without empty ones at its end."""
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1].strip()), 0)


def form_of(cells: Sequence[str], headers: Headers) -> str:
    """Return how texts are written: html, markdown or plain."""
    if headers.says("markdown"):
        return "markdown"
    if (html := headers.says("html")) is not None:
        return "html" if html else "plain"
    if any(map(HTML.search, cells)):
        return "html"
    return "markdown" if any(map(MARKDOWN.search, cells)) else "plain"

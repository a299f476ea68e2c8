"""Finds out what separates the cells and the rows of a text, from its beginning only."""

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

SAMPLE_LENGTH = 1_000_000  # characters, of which no more rows are read than are needed
HEAD_LENGTH = 40_000  # characters in which a separator must stand to be one
SAMPLE_ROWS = 200
MIN_EVENNESS = 0.7  # of the rows have as many cells as most
TABLE_SEPARATORS = ("\t", ";", ",", "|")
LIST_SEPARATORS = (" - ", " – ", " — ", " :: ", "::", " = ", " : ", " => ", " -> ", " → ", ": ", "=", " | ", ":")
ROW_SEPARATORS = ("\n", "\n\n", ";", "\n---\n")
HTML = re.compile(
    r"<(?:/?(?:b|i|u|em|strong|div|span|p|ul|ol|li|sub|sup|img|a|font|code|pre|table)\b|br ?/?>)|&nbsp;", re.IGNORECASE
)
MARKDOWN = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!\$)\$(?!\s)[^$\n]*\\[a-zA-Z][^$\n]*\$|```|(?<!`)`[^`\s][^`\n]*`(?!`)")
BLANK = re.compile(r"\{\{c\d+::")  # whose colons divide no cells
SUFFIXES = {".tsv": "\t", ".tab": "\t", ".csv": ","}


def dialect(text: str, headers: Headers, suffix: str = "") -> Dialect:
    """Return how a text without its head is most likely divided; by tabs where nothing shows."""
    if headers.separator:
        return with_quotes(text, Dialect(headers.separator, comments=headers.is_anki))
    sample = text[:SAMPLE_LENGTH].strip("\n")
    best, found = 0.1, Dialect("\t", quoted=False)
    for candidate in _candidates(sample):
        guess = with_quotes(sample, candidate)
        score = _score(_rows(sample, guess), guess) + (0.05 if SUFFIXES.get(suffix) == guess.separator else 0)
        if score > best:
            best, found = score, guess
    return found


def _candidates(sample: str) -> list[Dialect]:
    """Return what a text may be divided by, most likely first."""
    head = sample[:HEAD_LENGTH]
    behind = [end for end in ROW_SEPARATORS if end in head and (end != ";" or "\n" not in head)] or ["\n"]
    if "\n" not in behind and "\n" not in head:
        behind.append("\n")
    separators = TABLE_SEPARATORS + (
        tuple(each for each in LIST_SEPARATORS if ":" not in each) if BLANK.search(head) else LIST_SEPARATORS
    )
    pairs = product(behind, (each for each in separators if each in head))
    return [Dialect(between, end) for end, between in pairs if between != end and end.strip("\n-") != between]


def with_quotes(sample: str, candidate: Dialect) -> Dialect:
    """Return a dialect with quotation marks as text where they close no cells; a table by commas needs them."""
    if not candidate.quoted:
        return candidate
    if candidate.separator in (",", ";") and candidate.row_separator == "\n":
        return candidate
    try:
        list(islice(read(sample, candidate), SAMPLE_ROWS))
    except ImportProblem:
        return replace(candidate, quoted=False)
    return candidate


def _rows(sample: str, guess: Dialect) -> Sequence[TableRow]:
    """Return the first rows; where a quotation mark is never closed, as they are if such marks are text."""
    for each in (guess, replace(guess, quoted=False)):
        with suppress(ImportProblem):
            return list(islice(read(sample, each), SAMPLE_ROWS))
    return []


def _score(rows: Sequence[TableRow], guess: Dialect) -> float:
    """Return how well a text is divided: which part of the rows have as many cells as most, at least two."""
    if not rows:
        return 0.0
    widths = [width(row.cells) for row in rows]
    divided = sum(count > 1 for count in widths) / len(rows)
    usual, times = Counter(widths).most_common(1)[0]
    is_list = guess.separator in LIST_SEPARATORS  # what is behind the first separator is one text
    evenly = divided if is_list else (divided + times / len(rows)) / 2
    if evenly < MIN_EVENNESS or (usual < 2 and not is_list):
        return 0.0
    return evenly + (0.5 if columns.is_header(rows[0].cells) else 0) - _unlikely(rows, guess)


def _unlikely(rows: Sequence[TableRow], guess: Dialect) -> float:
    """Return what speaks against separators: they might be characters of the text, or divide next to nothing."""
    against = 0.5 if len(rows) == 1 else 0.0
    against += 0.1 if guess.row_separator == ";" else 0.0
    if guess.separator == "\t":
        return against - 0.15
    if guess.separator in LIST_SEPARATORS:
        return against + (0.2 if guess.separator != guess.separator.strip() else 0.3)
    following = [cell for row in rows for cell in row.cells[1:]]
    before_spaces = sum(cell.startswith(" ") for cell in following)
    return against + (0.35 if before_spaces * 2 > len(following) else 0.0)


def width(cells: Sequence[str]) -> int:
    """Return how many cells a row has, without empty ones at its end."""
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1].strip()), 0)


def form_of(cells: Sequence[str], headers: Headers) -> str:
    """Return how texts are written: html, markdown or plain."""
    if headers.flag("markdown"):
        return "markdown"
    if (html := headers.flag("html")) is not None:
        return "html" if html else "plain"
    if any(map(HTML.search, cells)):
        return "html"
    return "markdown" if any(map(MARKDOWN.search, cells)) else "plain"

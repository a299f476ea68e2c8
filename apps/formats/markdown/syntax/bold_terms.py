"""Lists and sections of bold terms with their definitions: "- **Cell** - the smallest unit", "**Cell:** a unit"."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from apps.formats.markdown.syntax.markdown_lexer import (
    BLANK,
    CODE,
    DOUBTFUL,
    HEADING,
    RULE,
    TERM,
    TEXT,
    MarkdownLine,
)

BULLET = re.compile(r" {0,1}(?:[-*+]|\d{1,4}[.)])[ \t]+")
INDENTED = re.compile(r"(?: {2,}|\t)\S")
MIN_TERMS = 2


@dataclass
class _Entry:
    """A bullet or a paragraph with the lines that continue it."""

    is_bullet: bool
    lines: list[MarkdownLine] = field(default_factory=list)

    @property
    def is_term(self) -> bool:
        """Return whether it is a term with its definition; a sentence that only ends in a colon is none."""
        first, *rest = self.lines
        return first.shape == TERM and bool(first.rest or any(line.text.strip() for line in rest))


def marked(lines: Sequence[MarkdownLine], *, in_sections: bool, in_lists: bool) -> list[MarkdownLine]:
    """Return lines among which terms begin cards only in sections that consist of them, or in lists and paragraphs."""
    return [each for section in _sections(lines) for each in _section(section, in_sections, in_lists)]


def _sections(lines: Sequence[MarkdownLine]) -> Iterator[list[MarkdownLine]]:
    """Yield headings and rules, and the lines between them."""
    for _divides, found in groupby(lines, key=lambda line: line.shape in (HEADING, RULE)):
        yield list(found)


def _section(lines: list[MarkdownLine], in_sections: bool, in_lists: bool) -> Iterator[MarkdownLine]:
    if not any(line.shape == TERM for line in lines):
        yield from lines
        return
    start = next(index for index, line in enumerate(lines) if line.shape != BLANK)
    yield from lines[:start]
    entries = list(_entries(lines[start:]))
    is_plain = all(line.shape in (TERM, TEXT, CODE, BLANK) for line in lines)
    may_be_cards = is_plain and (in_lists or (in_sections and _are_terms(entries)))
    for _is_listed, found in groupby(entries, key=lambda entry: entry.is_bullet or entry.is_term):
        group = list(found)
        if not _are_terms(group):
            yield from (each for entry in group for each in _text(entry, TEXT))
        elif may_be_cards:
            yield from (each for entry in group for each in _card(entry))
        else:
            yield from (each for entry in group for each in _text(entry, DOUBTFUL))


def _are_terms(entries: Sequence[_Entry]) -> bool:
    """Return whether these are several terms with definitions, and not the answers A, B, C of an exercise."""
    if len(entries) < MIN_TERMS or not all(entry.is_term for entry in entries):
        return False
    return not all(
        entry.lines[0].front.upper() in (chr(ord("A") + index), str(index + 1)) for index, entry in enumerate(entries)
    )


def _entries(lines: Sequence[MarkdownLine]) -> Iterator[_Entry]:
    """Yield the bullets and paragraphs of a section; blank lines end what they follow."""
    entry: _Entry | None = None
    for line in lines:
        is_bullet, is_blank = bool(BULLET.match(line.text)), line.shape == BLANK
        is_apart = bool(entry and entry.lines[-1].shape == BLANK)
        is_paragraph = is_apart and not is_blank and not INDENTED.match(line.text)
        if entry and not (is_bullet or is_paragraph or _is_top_term(line)):
            entry.lines.append(line)
            continue
        if entry:
            yield entry
        entry = _Entry(is_bullet, [line])
    if entry:
        yield entry


def _is_top_term(line: MarkdownLine) -> bool:
    return line.shape == TERM and not line.text.startswith(("  ", "\t"))


def _text(entry: _Entry, shape: str) -> Iterator[MarkdownLine]:
    """Yield the lines of what is no card; a term at its start gets the shape."""
    first, *rest = entry.lines
    yield first._replace(shape=shape) if first.shape == TERM else first
    for line in rest:
        yield line._replace(shape=TEXT) if line.shape == TERM else line


def _card(entry: _Entry) -> Iterator[MarkdownLine]:
    """Yield a term and its definition, whose further paragraphs are part of it."""
    first, *rest = entry.lines
    yield first
    end = next((index for index in range(len(rest), 0, -1) if rest[index - 1].shape != BLANK), 0)
    texts = textwrap.dedent("\n".join(line.text for line in rest[:end])).split("\n") if end else []
    for line, text in zip(rest[:end], texts, strict=True):
        yield line._replace(shape=CODE if line.shape == CODE else TEXT, text=text)
    yield from rest[end:]

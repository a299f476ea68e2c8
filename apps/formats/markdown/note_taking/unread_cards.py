"""Names the lines of a text that look like cards where its cards were read in another spelling."""

import re
from collections.abc import Iterator

from apps.formats.losses import Losses
from apps.formats.markdown.note_taking import dash_lists
from apps.formats.markdown.note_taking.outlines import OF_PAGE, PROPERTY
from apps.formats.markdown.syntax.markdown_lexer import ASKS, CLOZES, PAIR, TEXT, MarkdownLine, cut
from apps.formats.messages import ngettext
from apps.formats.problems import ImportWarning, Place
from apps.formats.records import DeckRecord

NOT_READ = ngettext(
    "This line looks like a card, and was not read as one, since other cards in this file are written differently. "
    "Write all of them alike, or put it into a file of its own.",
    "{count} lines look like cards, and were not read as such: {places}. Other cards in this file are written "
    "differently. Write all of them alike, or put these into a file of their own.",
    1,
)
LISTED = re.compile(r" {0,3}(?:[-*+]|\d{1,4}[.)])[ \t]+(?![*_]{2})\S")
NO_LETTERS = re.compile(r"[\W_]+")


def warnings(text: str, deck: DeckRecord) -> tuple[ImportWarning, ...]:
    """Return a warning of the lines that look like cards and are in no note of the deck that was made of the text."""
    known = {_letters(line) for note in deck.notes for line in f"{note.front}\n{note.back}\n{note.extra}".split("\n")}
    known.discard("")
    losses = Losses()
    _spelling, lines = cut(text)
    words = _words(lines)
    for line in lines:
        if (line.number in words or _is_card(line)) and known.isdisjoint(_spellings(line)):
            losses.add(NOT_READ, Place(line=line.number))
    return tuple(losses.warnings())


def _words(lines: list[MarkdownLine]) -> set[int]:
    """Return the numbers of the lines that are items of lists of words: two or more below each other."""
    found = {line.number for line in lines if line.shape == TEXT and LISTED.match(line.text) and dash_lists.sides(line)}
    return {number for number in found if number - 1 in found or number + 1 in found}


def _is_card(line: MarkdownLine) -> bool:
    is_property = PROPERTY.match(line.text) or OF_PAGE.fullmatch(line.text.lstrip(" \t-*+"))
    is_pair = line.shape == PAIR and line.is_certain and not is_property
    return is_pair or line.shape in (ASKS, CLOZES)


def _spellings(line: MarkdownLine) -> Iterator[str]:
    """Yield what a note may have of a line."""
    yield from map(_letters, (line.text, line.rest, line.front) if line.front else (line.text, line.rest))


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", text)

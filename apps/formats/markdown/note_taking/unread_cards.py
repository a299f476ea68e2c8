"""Names the lines of a text that look like cards where its cards were read in another spelling."""

import re
from collections.abc import Iterator

from apps.formats.losses import Losses
from apps.formats.markdown.note_taking.outlines import PROPERTY
from apps.formats.markdown.syntax.markdown_lexer import ASKS, CLOZES, PAIR, MarkdownLine, cut
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
NO_LETTERS = re.compile(r"[\W_]+")


def warnings(text: str, deck: DeckRecord) -> tuple[ImportWarning, ...]:
    """Return a warning of the lines that look like cards and are in no note of the deck that was made of the text."""
    known = {_letters(line) for note in deck.notes for line in f"{note.front}\n{note.back}\n{note.extra}".split("\n")}
    losses = Losses()
    _spelling, lines = cut(text)
    for line in lines:
        if _is_card(line) and known.isdisjoint(_spellings(line)):
            losses.add(NOT_READ, Place(line=line.number))
    return tuple(losses.warnings())


def _is_card(line: MarkdownLine) -> bool:
    is_pair = line.shape == PAIR and line.is_certain and not PROPERTY.match(line.text)
    return is_pair or line.shape in (ASKS, CLOZES)


def _spellings(line: MarkdownLine) -> Iterator[str]:
    """Yield what a note may have of a line."""
    yield from map(_letters, (line.text, line.rest, line.front) if line.front else (line.text, line.rest))


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", text)

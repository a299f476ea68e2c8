"""Reads files whose cards are folded text: toggles, which are bullets with text below, and headings that ask."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.formats.losses import Losses
from apps.formats.markdown.syntax.markdown_lexer import HEADING, MarkdownLine, cut
from apps.formats.messages import ngettext
from apps.formats.problems import Place
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

TOGGLE = re.compile(r"[-*+][ \t]+(?P<text>\S.*)\Z")
INDENTED = re.compile(r"(?: {2,}|\t)\S")
ASKS = re.compile(r"[?？؟;][*_`\"”)]*\Z")
NO_ANSWER = ngettext(
    "A question without an answer. Write the answer below it.",
    "{count} questions have no answer: {places}. Write the answer below each.",
    1,
)


@dataclass
class _FoldedCard:
    """A question, and the lines below that answer it."""

    front: str
    number: int
    section: str
    lines: list[str] = field(default_factory=list)

    @property
    def back(self) -> str:
        return textwrap.dedent("\n".join(line.rstrip() for line in self.lines)).strip("\n")


def read_toggles(text: str) -> DeckRecord | None:
    """Return the deck of a text whose top bullets each have text below, after a blank line; None for any other."""
    lines = text.split("\n")
    if not any(
        TOGGLE.match(line) and not after.strip() and INDENTED.match(below)
        for line, after, below in zip(lines, lines[1:], lines[2:], strict=False)
    ):
        return None
    return _deck(list(_toggles(text)), "")


def _toggles(text: str) -> Iterator[_FoldedCard]:
    card, section = None, ""
    for number, line in enumerate(text.split("\n"), start=1):
        toggle = TOGGLE.match(line)
        if card and (not line.strip() or INDENTED.match(line)):
            card.lines.append(line)
            continue
        if card:
            yield card
        card = _FoldedCard(toggle["text"].strip(), number, section) if toggle else None
        if line.startswith("#"):
            section = line.lstrip("#").strip()
    if card:
        yield card


def read_headings(text: str) -> DeckRecord | None:
    """Return the deck of a text whose headings ask and whose text answers; None where less than half of them ask."""
    _spelling, lines = cut(text)
    headings = [line for line in lines if line.shape == HEADING]
    asking = [line for line in headings if ASKS.search(line.rest.strip())]
    if not asking:
        return None
    level = len(asking[0].mark)
    peers = [line for line in headings if len(line.mark) == level]
    if 2 * sum(line in asking for line in peers) < len(peers):
        return None
    titles = [line.rest.strip() for line in headings if line.mark == "#" and level > 1]
    title = titles[0] if len(titles) == 1 else ""
    return _deck(list(_asked(lines, level, title)), title)


def _asked(lines: list[MarkdownLine], level: int, title: str) -> Iterator[_FoldedCard]:
    card, section = None, ""
    for line in lines:
        if line.shape != HEADING or len(line.mark) > level:
            if card:
                card.lines.append(line.text)
            continue
        if card:
            yield card
        card = _FoldedCard(line.rest.strip(), line.number, section) if len(line.mark) == level else None
        if len(line.mark) < level and line.rest.strip() != title:
            section = line.rest.strip()
    if card:
        yield card


def _deck(cards: list[_FoldedCard], title: str) -> DeckRecord:
    """Return the deck of these cards; those without an answer are named."""
    losses = Losses()
    for card in cards:
        if not card.back:
            losses.add(NO_ANSWER, Place(line=card.number))
    answered = [card for card in cards if card.back]
    sections = list(dict.fromkeys(card.section for card in answered))
    return DeckRecord(
        title=title,
        sections=tuple(SectionRecord(section or UNTITLED) for section in sections),
        notes=tuple(
            NoteRecord(card.front, card.back, section=sections.index(card.section), place=Place(line=card.number))
            for card in answered
        ),
        warnings=tuple(losses.warnings()),
    )

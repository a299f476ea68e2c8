"""Reads files whose cards are folded text.

Toggles are bullets with text below. Headings may ask, or lines in bold print.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from apps.formats.losses import Losses
from apps.formats.markdown.markdown_losses import IN_ANSWER, LEFT_OUT
from apps.formats.markdown.syntax.markdown_lexer import BLANK, HEADING, TEXT, MarkdownLine, cut
from apps.formats.messages import ngettext
from apps.formats.practice_page.exercises.choices import numbered_choices
from apps.formats.practice_page.markdown import task_lists
from apps.formats.problems import Place
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

TOGGLE = re.compile(r"[-*+][ \t]+(?P<text>\S.*)\Z")
ITEM = re.compile(r"(?:[-*+]|\d{1,4}[.)])[ \t]+(?P<text>\S.*)\Z")
INDENTED = re.compile(r"(?: {2,}|\t)\S")
ASKS = re.compile(r"[?？؟;][*_`\"”)]*\Z")
BOLD = re.compile(
    r"(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?(?P<bold>\*\*|__)(?:(?:Q(?:uestion)?[ ]?)?\d{1,4}[.):][ \t]+)?"
    r"(?P<text>(?!\s)(?:(?!(?P=bold)).)*[?\uff1f])(?P=bold)[ \t]*\Z"
)
BELOW_HEADINGS = "#" * 7
MIN_QUESTIONS = 2
NO_ANSWER = ngettext(
    "A question without an answer. Write the answer below it.",
    "{count} questions have no answer: {places}. Write the answer below each.",
    1,
)


@dataclass
class _FoldedCard:
    """A question, and the lines below that answer it; without a question, text that is of no card."""

    front: str
    number: int
    section: str
    lines: list[str] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)  # lines of its answer that hold questions of their own

    def add(self, line: MarkdownLine) -> None:
        """Add a line to the answer."""
        self.lines.append(line.text)
        if line.shape == HEADING and ASKS.search(line.rest.strip()):
            self.inside.append(line.number)

    @property
    def back(self) -> str:
        text = textwrap.dedent("\n".join(line.rstrip() for line in self.lines)).strip("\n")
        return text.removeprefix("---\n").lstrip("\n")


def read_toggles(text: str) -> DeckRecord | None:
    """Return the deck of a text whose top bullets each have text below, after a blank line; None for any other."""
    lines = text.split("\n")
    if not any(
        TOGGLE.match(line) and not after.strip() and INDENTED.match(below)
        for line, after, below in zip(lines, lines[1:], lines[2:], strict=False)
    ):
        return None
    return _deck(list(_toggles(text)), "")


def _toggles(text: str, item: re.Pattern[str] = TOGGLE) -> Iterator[_FoldedCard]:
    card, section, is_loose = None, "", False
    for number, line in enumerate(text.split("\n"), start=1):
        toggle = item.match(line)
        if card and (not line.strip() or INDENTED.match(line)):
            card.lines.append(line)
            continue
        if card:
            yield card
        card = _FoldedCard(toggle["text"].strip(), number, section) if toggle else None
        if line.startswith("#"):
            section = line.lstrip("#").strip()
        was_loose, is_loose = is_loose, bool(line.strip()) and not toggle and not line.startswith("#")
        if is_loose and not was_loose:
            yield _FoldedCard("", number, section)
    if card:
        yield card


def read_asked_items(text: str) -> DeckRecord | None:
    """Return the deck of a text with several items of lists that ask, with answers indented below; else None."""
    lines = text.split("\n")
    solid = [*(line for line in lines if line.strip()), ""]
    asking = [
        bool((item := ITEM.match(line)) and ASKS.search(item["text"].strip()) and INDENTED.match(below))
        for line, below in pairwise(solid)
    ]
    items = sum(bool(ITEM.match(line)) for line in lines)
    if sum(asking) < MIN_QUESTIONS or 2 * sum(asking) < items:
        return None
    cards = list(_toggles(text, ITEM))
    has_choices = task_lists.are_in(text) or any(numbered_choices.are_below(card.back) for card in cards)
    return None if has_choices else _deck(cards, "")


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
    cards = list(_asked(lines, level, title))
    return None if any(task_lists.are_in(card.back) for card in cards) else _deck(cards, title)


def read_bold_questions(text: str) -> DeckRecord | None:
    """Return the deck of a text with several lines in bold print that ask, each with its answer below; else None."""
    _spelling, lines = cut(text)
    found = [_as_heading(line) for line in lines]
    if sum(line.mark == BELOW_HEADINGS for line in found) < MIN_QUESTIONS:
        return None
    titles = [line.rest.strip() for line in found if line.shape == HEADING and line.mark == "#"]
    title = titles[0] if len(titles) == 1 else ""
    return _deck(list(_asked(found, len(BELOW_HEADINGS), title)), title)


def _as_heading(line: MarkdownLine) -> MarkdownLine:
    """Return a line in bold print that asks as a heading below all others."""
    asks = BOLD.match(line.text) if line.shape == TEXT else None
    return line._replace(shape=HEADING, mark=BELOW_HEADINGS, rest=asks["text"]) if asks else line


def _asked(lines: list[MarkdownLine], level: int, title: str) -> Iterator[_FoldedCard]:
    card, section, is_loose = None, "", False
    for line in lines:
        if line.shape != HEADING or len(line.mark) > level:
            if card:
                card.add(line)
            was_loose, is_loose = is_loose, not card and line.shape != BLANK
            if is_loose and not was_loose:
                yield _FoldedCard("", line.number, section)
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
        if not card.front or not card.back:
            losses.add(NO_ANSWER if card.front else LEFT_OUT, Place(line=card.number))
        for number in card.inside:
            losses.add(IN_ANSWER, Place(line=number))
    answered = [card for card in cards if card.front and card.back]
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


READERS = (read_toggles, read_headings, read_bold_questions, read_asked_items)  # in the order in which they are tried

"""What every print is made of: sheets, laid out in groups.

A *sheet* is what is printed or replaced as one (a card's face, a question), a *group* what is laid out in one go.
"""

import hashlib
import html
import unicodedata
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Protocol

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from django.utils.text import Truncator

from apps.cards.models import Card, Deck
from apps.printing.engine.weasyprint_door import DocumentInfo

NAMED_FROM = 20_000  # characters
NAME_LENGTH, TITLE_LENGTH, CREDIT_LENGTH = 80, 90, 160
ID_LENGTH = 6
ID_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # read alike in any case and hand; no vowels, so that they make no words

Imposition = Callable[[Any, list[int]], None]
"""Puts the pages of a merged PDF on larger paper; is told how many pages each sheet has."""


@dataclass(frozen=True)
class Sheet(ABC):
    """What is printed as one: its data make the name under which a print is kept."""

    chapter: tuple[str, ...] = field(default=(), kw_only=True)  # under which bookmarks it stands

    @abstractmethod
    def html(self) -> str:
        """Return the sheet as HTML."""

    @property
    def length(self) -> int:
        """Return how many characters of HTML it holds, about."""
        return sum(len(value) for value in vars(self).values() if isinstance(value, str))

    def label(self) -> str:
        """Return how people know it: by its bookmark or its name."""
        return str(getattr(self, "bookmark", "") or getattr(self, "name", ""))

    @abstractmethod
    def placeholder(self) -> "Sheet":
        """Return the sheet to print when this one cannot be: it names what is missing."""


class Layout(Protocol):
    """One way to put a selection of cards, or a lesson, on paper."""

    file_name: str
    thing: str  # what it counts: "card"

    @property
    def count(self) -> int:
        """Return how many of them there are."""

    @property
    def about(self) -> DocumentInfo:
        """What the PDF says of itself."""

    @property
    def imposition(self) -> Imposition | None:
        """What is to be done to the whole document, if anything."""

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the sheets in order, divided into those that are laid out together; made as they are asked for."""


def grouped(sheets: Iterable[Sheet], most: int, longest: int) -> Iterator[list[Sheet]]:
    """Yield the sheets in groups: at most `most`, and `longest` characters in sum unless it is one sheet alone."""
    group: list[Sheet] = []
    text = 0
    for sheet in sheets:
        if group and (len(group) == most or text + sheet.length > longest):
            yield group
            group, text = [], 0
        group.append(sheet)
        text += sheet.length
    if group:
        yield group


def short_id(card: Card) -> str:
    """Return a name for a card that stays with it and can be typed; about one in 500 million is another's, too."""
    number = int.from_bytes(hashlib.sha256(f"{card.note.guid} {card.ordinal}".encode()).digest())
    return "".join(ID_SIGNS[number // len(ID_SIGNS) ** place % len(ID_SIGNS)] for place in range(ID_LENGTH))


def lesson_name(deck: Deck) -> str:
    """Return the title of the deck's lesson; of a deck without one, its own."""
    lesson = getattr(deck, "lesson", None)
    return lesson.title if lesson else deck.title


def credit_of(deck: Deck) -> str:
    """Return the licence and the attribution as one line of small print."""
    return shortened(" · ".join(filter(None, (deck.licence, deck.attribution))), CREDIT_LENGTH)


def name_of(card_html: str) -> str:
    """Return the start of a text, to call its sheet by; empty where it has no words."""
    return shortened(" ".join(html.unescape(text_of(card_html[:NAMED_FROM])).split()), NAME_LENGTH)


def fitted(text: str, room: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than so many usual letters."""
    ends = list(accumulate(map(_width, text)))
    if not ends or ends[-1] <= room:
        return text
    return text[: bisect_right(ends, room - 1)].rstrip() + "…"


def _width(letter: str) -> float:
    """Return about how many usual letters wide a letter is."""
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or letter in "MW@%":
        return 2
    return 1.3 if letter.isupper() else 1


def text_of(card_html: str) -> str:
    """Return HTML without its tags; what no author could save may be no HTML, and stays as it is."""
    try:
        return strip_tags(card_html)
    except SuspiciousOperation:
        return card_html


def shortened(text: str, length: int) -> str:
    """Return the text, cut with an ellipsis where it is longer."""
    return Truncator(text).chars(length)

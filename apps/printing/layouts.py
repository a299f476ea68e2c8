"""What every print is made of: sheets, laid out in groups, offered in parts.

A *sheet* is what is printed or replaced as one (a card, a question), a *group* what is laid out in one go, a *part*
what one PDF holds.
"""

import html
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.html import strip_tags
from django.utils.text import Truncator

from apps.cards.models import Deck
from apps.printing.pdf import About

NAME_LENGTH, TITLE_LENGTH, CREDIT_LENGTH = 80, 90, 160


@dataclass(frozen=True)
class Part:
    """The cards or questions from `first` to `last`, counted from 1."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Sheet(ABC):
    """What is printed as one: its data make the name under which a print is kept."""

    @abstractmethod
    def html(self) -> str:
        """Return the sheet as HTML."""

    @abstractmethod
    def instead(self) -> "Sheet":
        """Return the sheet to print when this one cannot be: it names what is missing."""


class Layout(Protocol):
    """One way to put a deck on paper."""

    file_name: str
    thing: str  # what its parts count: "card"
    most: int  # of them in one part

    @property
    def about(self) -> About:
        """What the PDF says of itself."""

    @property
    def parts(self) -> list[Part]:
        """What its PDFs hold; empty when there is nothing to print."""

    def groups(self, part: Part) -> Iterator[list[Sheet]]:
        """Yield the sheets of a part in order, divided into those that are laid out together."""


def part_numbered(parts: list[Part], number: str) -> Part | None:
    """Return the part that an address asks for, or None."""
    return next((part for part in parts if str(part.number) == number), None)


def divided(lengths: Iterable[int], most: int, longest: int) -> list[Part]:
    """Return the parts of what has these lengths, as `counts` divides it."""
    parts: list[Part] = []
    first = 1
    for count in counts(lengths, most, longest):
        parts.append(Part(len(parts) + 1, first, first + count - 1))
        first += count
    return parts


def counts(lengths: Iterable[int], most: int, longest: int) -> Iterator[int]:
    """Yield how many of the next ones go together: at most `most`, and `longest` in sum unless it is one alone."""
    count = text = 0
    for length in lengths:
        if count and (count == most or text + length > longest):
            yield count
            count = text = 0
        count, text = count + 1, text + length
    if count:
        yield count


def credit_of(deck: Deck) -> str:
    """Return the licence and the attribution as one line of small print."""
    return shortened(" · ".join(filter(None, (deck.licence, deck.attribution))), CREDIT_LENGTH)


def name_of(card_html: str) -> str:
    """Return the start of a text, to call its sheet by; empty where it has no words."""
    return shortened(" ".join(html.unescape(strip_tags(card_html)).split()), NAME_LENGTH)


def shortened(text: str, length: int) -> str:
    """Return the text, cut with an ellipsis where it is longer."""
    return Truncator(text).chars(length)

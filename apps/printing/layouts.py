"""What goes on paper: a deck's cards as sheets, in groups and in parts.

A *sheet* is one card as printed, a *part* what one PDF holds, a *group* what is laid out in one go.
"""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.utils.html import escape, strip_tags
from django.utils.text import Truncator

from apps.cards.models import Card, CardQuerySet, Deck
from apps.printing.pdf import About

TEMPLATE = "printing/_card.html"
CARDS_PER_PART = 200
TEXT_PER_PART = 1_000_000  # characters of HTML; a single card may be longer
CARDS_PER_GROUP = 25  # a document of thousands of pages costs more than linear time and memory
TEXT_PER_GROUP = 100_000

BOOKMARK_LENGTH, TITLE_LENGTH, CREDIT_LENGTH = 80, 90, 160


@dataclass(frozen=True)
class Part:
    """The cards of a deck from `first` to `last`, counted from 1."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """One card as printed: its HTML, what to call it, and the small print."""

    front: str
    back: str
    bookmark: str
    deck_title: str
    credit: str
    place: str
    refused: bool = False

    def html(self) -> str:
        """Return the sheet as HTML."""
        return render_to_string(TEMPLATE, {"card": self, **vars(self)})

    def instead(self) -> "Sheet":
        """Return the sheet to print when this one cannot be: it names the card."""
        return replace(self, front="This card could not be printed.", back=escape(self.bookmark), refused=True)


def part_numbered(parts: list[Part], number: str) -> Part | None:
    """Return the part that an address asks for, or None."""
    return next((part for part in parts if str(part.number) == number), None)


def parts_of(deck: Deck) -> list[Part]:
    """Return what the deck's PDFs hold: at most CARDS_PER_PART cards and TEXT_PER_PART characters each."""
    lengths = _cards(deck).values_list(Length("front") + Length("back"), flat=True)
    parts: list[Part] = []
    first = 1
    for count in _counts(lengths, CARDS_PER_PART, TEXT_PER_PART):
        parts.append(Part(len(parts) + 1, first, first + count - 1))
        first += count
    return parts


def sheets_of(deck: Deck, part: Part, total: int) -> list[Sheet]:
    """Return the sheets of a part of a deck that has `total` cards."""
    credit = " · ".join(filter(None, (deck.licence, deck.attribution)))
    return [
        Sheet(
            front=card.front,
            back=card.back,
            bookmark=_shortened(_plain(card.front), BOOKMARK_LENGTH) or f"Card {number}",
            deck_title=_shortened(deck.title, TITLE_LENGTH),
            credit=_shortened(credit, CREDIT_LENGTH),
            place=f"{number:,} of {total:,}",
        )
        for number, card in enumerate(_cards(deck)[part.first - 1 : part.last], start=part.first)
    ]


def about(deck: Deck) -> About:
    """Return what a PDF of the deck says of itself."""
    return About(title=deck.title, language=deck.language, author=deck.attribution)


def groups(sheets: list[Sheet]) -> Iterator[list[Sheet]]:
    """Divide sheets into those that are laid out together."""
    position = 0
    lengths = (len(sheet.front) + len(sheet.back) for sheet in sheets)
    for count in _counts(lengths, CARDS_PER_GROUP, TEXT_PER_GROUP):
        yield sheets[position : position + count]
        position += count


def _cards(deck: Deck) -> CardQuerySet:
    return Card.objects.in_use().in_order().filter(note__deck=deck)


def _counts(lengths: Iterable[int], most: int, longest: int) -> Iterator[int]:
    """Yield how many of the next ones go together: at most `most`, and `longest` in sum unless it is one alone."""
    count = text = 0
    for length in lengths:
        if count and (count == most or text + length > longest):
            yield count
            count = text = 0
        count, text = count + 1, text + length
    if count:
        yield count


def _plain(card_html: str) -> str:
    return " ".join(html.unescape(strip_tags(card_html)).split())


def _shortened(text: str, length: int) -> str:
    return Truncator(text).chars(length)

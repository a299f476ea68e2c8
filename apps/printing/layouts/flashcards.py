"""Flashcards on paper: what a card's page, or each of its two sides, carries. The layouts of cards build on this."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.cards.models import Card
from apps.printing.engine.scripts import direction
from apps.printing.engine.weasyprint_door import DocumentInfo
from apps.printing.layouts.credits import credits_of
from apps.printing.layouts.geometry import Geometry
from apps.printing.layouts.layout import (
    TITLE_LENGTH,
    Imposition,
    Sheet,
    credit_of,
    fitted,
    grouped,
    lesson_name,
    name_of,
    short_id,
    shortened,
)
from apps.printing.request.options import PrintOptions
from apps.printing.request.selection import Selection

TEMPLATE = "printing/_card.html"
# So many, with fonts of all scripts, take less than 160 MB; a document of thousands costs more than linear time.
CARDS_PER_GROUP, CARDS_OF_TWO_SIDES_PER_GROUP = 84, 64
TEXT_PER_GROUP = 200_000
FRONT, BACK, WHOLE = "front", "back", ""  # the sides of a card, or both on one page
LETTERS_PER_MM = 0.45  # of a line of a small foot, beside the place
CREDIT_LINES = 2
BRIEF = 70  # characters
ONE_PARAGRAPH = re.compile(r"\s*<p>(?:(?!<p>|<br).)*</p>\s*")


@dataclass(frozen=True)
class CardSheet(Sheet):
    """One card, or one side of it, as printed: its HTML, what to call it, and the small print."""

    front: str
    back: str
    bookmark: str
    deck_title: str
    credit: str
    place: str
    context: str = ""
    choices: list[str] = field(default_factory=list)
    refused: bool = False
    side: str = WHOLE
    language: str = ""
    colophon: bool = False

    def html(self) -> SafeString:
        """Return the sheet as HTML."""
        ways = {} if self.colophon else self._ways
        return render_to_string(TEMPLATE, {"card": self, **vars(self), **ways, "brief": self.brief})

    def placeholder(self) -> "CardSheet":
        """Return the sheet to print when this one cannot be: it names the card."""
        message, name = "This card could not be printed.", escape(self.bookmark)
        front, back = (message, name) if self.side == WHOLE else (f"{message} {name}",) * 2
        return replace(self, front=front, back=back, context="", choices=[], refused=True)

    @property
    def brief(self) -> bool:
        """Whether it is the back with an answer of a few words, which stand in the middle."""
        return self.side == BACK and len(self.back) <= BRIEF and bool(ONE_PARAGRAPH.fullmatch(self.back))

    @property
    def _ways(self) -> dict[str, str]:
        """Return which way the card runs, and its answer where that is another one."""
        way, back = direction(self.language, self.front), direction(self.language, self.back)
        return {"direction": way if self.front else back, "way_back": back if back != way else ""}

    @property
    def sides(self) -> list["CardSheet"]:
        """Return its front and its back, each as a sheet; neither holds what only the other one shows."""
        front = replace(self, side=FRONT, back="")
        return [front, replace(self, side=BACK, front="", context="", choices=[])]


class OnePerPage:
    """Cards, each on a page of its own: question, rule, answer."""

    thing = "card"

    def __init__(self, selection: Selection, options: PrintOptions) -> None:
        self.selection, self.options = selection, options
        self.file_name = selection.file_name

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return len(self.selection)

    @property
    def imposition(self) -> Imposition | None:
        """What is to be done to the whole document: nothing."""
        return None

    @property
    def page(self) -> Geometry:
        """Return the page that a card is laid out on."""
        width, height = self.options.size_mm
        return Geometry(width_mm=width, height_mm=height, margin_mm=self.options.margin_mm or 0)

    @property
    def about(self) -> DocumentInfo:
        """What the PDF says of itself."""
        author = "; ".join(filter(None, dict.fromkeys(deck.attribution for deck in self.selection.decks)))
        how = {"scale": self.options.scale, "ink_saving": self.options.ink_saving}
        return DocumentInfo(self.selection.title, self.selection.language, author, **vars(self.page) | how)

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the cards, at most CARDS_PER_GROUP at once, then where they are from."""
        return grouped(self.sheets(), CARDS_PER_GROUP, TEXT_PER_GROUP)

    def sheets(self) -> Iterator[CardSheet]:
        """Yield what is printed, in order."""
        yield from self.cards()
        yield from self._colophon()

    def cards(self) -> Iterator[CardSheet]:
        """Yield the cards as they are printed, each whole."""
        return (self._sheet(card, number) for number, card in enumerate(self.selection.in_turn(), start=1))

    def first(self) -> CardSheet | None:
        """Return the first card whole, and read no other; None where it was deleted meanwhile."""
        alone = replace(self.selection, cards=self.selection.cards[:1])
        return next((self._sheet(card, 1) for card in alone.in_turn()), None)

    def _sheet(self, card: Card, number: int) -> CardSheet:
        deck = card.note.deck
        return CardSheet(
            front=card.front,
            back=card.back,
            bookmark=name_of(card.front) or f"Card {number}",
            deck_title=fitted(lesson_name(deck), self._title_length),
            credit=fitted(credit_of(deck), CREDIT_LINES * self._title_length) if self.page.wide else "",
            place=f"{number:,} of {self.count:,} · {short_id(card)}",
            context=card.context,
            choices=card.choices,
            language=deck.language,
            chapter=self._chapter(card),
        )

    @property
    def _title_length(self) -> int:
        return min(TITLE_LENGTH, round(LETTERS_PER_MM * self.page.width_mm))

    def _chapter(self, card: Card) -> tuple[str, ...]:
        """Return the lesson, where cards of several are printed, and the section."""
        lesson = lesson_name(card.note.deck) if len(self.selection.decks) > 1 else ""
        return tuple(filter(None, (lesson, card.note.section.title)))

    def _colophon(self) -> Iterator[CardSheet]:
        """Yield a last card that says where the others are from, if there is something to say."""
        if credits := credits_of(self.selection.decks):
            title = shortened(self.selection.title, TITLE_LENGTH)
            yield CardSheet(
                escape(title),
                credits,
                "Source and licence",
                "",
                "",
                "",
                language=self.selection.language,
                colophon=True,
            )


class TwoSided(OnePerPage):
    """Cards of which front and back are laid out on pages of their own."""

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the sides of the cards, the two of a card together."""
        cards = cast(Iterator[list[CardSheet]], grouped(super().sheets(), CARDS_OF_TWO_SIDES_PER_GROUP, TEXT_PER_GROUP))
        return ([side for card in group for side in card.sides] for group in cards)

    def sheets(self) -> Iterator[CardSheet]:
        """Yield fronts and backs by turns."""
        return (side for card in super().sheets() for side in card.sides)

"""Flashcards on paper: one card per page."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.html import escape

from apps.cards.models import Card
from apps.printing.layouts import TITLE_LENGTH, Sheet, credit_of, grouped, name_of, shortened
from apps.printing.options import Options
from apps.printing.pdf import About
from apps.printing.selection import Selection

TEMPLATE = "printing/_card.html"
CARDS_PER_GROUP = 50  # a document of thousands of pages costs more than linear time and memory
TEXT_PER_GROUP = 200_000


@dataclass(frozen=True)
class CardSheet(Sheet):
    """One card as printed: its HTML, what to call it, and the small print."""

    front: str
    back: str
    bookmark: str
    deck_title: str
    credit: str
    place: str
    context: str = ""
    choices: list[str] = field(default_factory=list)
    refused: bool = False

    def html(self) -> str:
        """Return the sheet as HTML."""
        return render_to_string(TEMPLATE, {"card": self, **vars(self)})

    def instead(self) -> "CardSheet":
        """Return the sheet to print when this one cannot be: it names the card."""
        front, back = "This card could not be printed.", escape(self.bookmark)
        return replace(self, front=front, back=back, context="", choices=[], refused=True)


class OnePerPage:
    """Cards, each on a page of its own."""

    thing = "card"

    def __init__(self, selection: Selection, options: Options) -> None:
        self.selection, self.options = selection, options
        self.file_name = selection.file_name

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return len(self.selection)

    @property
    def about(self) -> About:
        """What the PDF says of itself."""
        author = "; ".join(filter(None, dict.fromkeys(deck.attribution for deck in self.selection.decks)))
        return About(title=self.selection.title, language=self.selection.language, author=author)

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the cards, at most CARDS_PER_GROUP at once."""
        return grouped(self.sheets(), CARDS_PER_GROUP, TEXT_PER_GROUP)

    def sheets(self) -> Iterator[CardSheet]:
        """Yield the cards as they are printed."""
        return (self._sheet(card, number) for number, card in enumerate(self.selection.in_turn(), start=1))

    def _sheet(self, card: Card, number: int) -> CardSheet:
        return CardSheet(
            front=card.front,
            back=card.back,
            bookmark=name_of(card.front) or f"Card {number}",
            deck_title=shortened(card.note.deck.title, TITLE_LENGTH),
            credit=credit_of(card.note.deck),
            place=f"{number:,} of {self.count:,}",
            context=card.context,
            choices=card.choices,
        )

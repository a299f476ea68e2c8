"""A deck's flashcards on paper: one card per page."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.utils.html import escape

from apps.cards.models import Card, Deck
from apps.printing.layouts import TITLE_LENGTH, Part, Sheet, counts, credit_of, divided, name_of, shortened
from apps.printing.pdf import About

TEMPLATE = "printing/_card.html"
CARDS_PER_PART = 200
TEXT_PER_PART = 1_000_000  # characters of HTML; a single card may be longer
CARDS_PER_GROUP = 25  # a document of thousands of pages costs more than linear time and memory
TEXT_PER_GROUP = 100_000
SIZE = Length("context") + Length("front") + Length("back")


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
    """The flashcards of a deck, or all cards of one that has no flashcards section; each on a page of its own."""

    thing = "card"

    def __init__(self, deck: Deck) -> None:
        self.deck, self.file_name, self.most = deck, deck.slug, CARDS_PER_PART
        self.cards = deck.flashcards()

    @property
    def about(self) -> About:
        """What the PDF says of itself."""
        return About(title=self.deck.title, language=self.deck.language, author=self.deck.attribution)

    @cached_property
    def parts(self) -> list[Part]:
        """At most CARDS_PER_PART cards and TEXT_PER_PART characters each."""
        return divided(self.cards.values_list(SIZE, flat=True), CARDS_PER_PART, TEXT_PER_PART)

    def groups(self, part: Part) -> Iterator[list[Sheet]]:
        """Yield the cards of a part, at most CARDS_PER_GROUP at once."""
        sheets = self.sheets(part)
        lengths = (len(sheet.context) + len(sheet.front) + len(sheet.back) for sheet in sheets)
        position = 0
        for count in counts(lengths, CARDS_PER_GROUP, TEXT_PER_GROUP):
            yield [*sheets[position : position + count]]
            position += count

    def sheets(self, part: Part) -> list[CardSheet]:
        """Return the cards of a part as they are printed."""
        cards = self.cards[part.first - 1 : part.last]
        return [self._sheet(card, number) for number, card in enumerate(cards, start=part.first)]

    def _sheet(self, card: Card, number: int) -> CardSheet:
        return CardSheet(
            front=card.front,
            back=card.back,
            bookmark=name_of(card.front) or f"Card {number}",
            deck_title=shortened(self.deck.title, TITLE_LENGTH),
            credit=credit_of(self.deck),
            place=f"{number:,} of {self.parts[-1].last:,}",
            context=card.context,
            choices=card.choices,
        )

"""A paper session as PDF: questions with boxes for the grades, and answers in a column that is folded back."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.printing.engine.scripts import direction
from apps.printing.engine.weasyprint_door import DocumentInfo
from apps.printing.layouts.geometry import Geometry
from apps.printing.layouts.layout import (
    TITLE_LENGTH,
    Imposition,
    Sheet,
    credit_of,
    grouped,
    name_of,
    shortened,
    text_of,
)
from apps.printing.request.options import PAPERS
from apps.reviews.buttons import LABELS

TEMPLATE = "paper_sessions/_sheets.html"
ROWS_PER_GROUP, TEXT_PER_GROUP = 50, 60_000
LONG = 900  # characters of text in one column: what is longer may go over to the next page
MAX_CREDITS = 3
MARGIN_MM = 15
GONE = "This card was deleted."
MEANINGS = LABELS[User.Buttons.SIX]  # the words of the review page


@dataclass(frozen=True)
class PaperRow(Sheet):
    """The head of the paper, or one of its cards."""

    kind: str
    code: str
    name: str
    place: str = ""
    deck_title: str = ""
    language: str = ""
    context: str = ""
    text: str = ""
    choices: list[str] = field(default_factory=list)
    answer: str = ""
    refused: bool = False

    def html(self) -> str:
        """Return the row as HTML."""
        ways = {"direction": direction(self.language, self.text), "way_back": direction(self.language, self.answer)}
        return render_to_string(f"{TEMPLATE}#{self.kind}", {"row": self, "meanings": MEANINGS.items(), **ways})

    def placeholder(self) -> "PaperRow":
        """Return the row to print when this one cannot be: it names the card, and keeps its boxes."""
        return replace(self, context="", text="", choices=[], answer="", refused=True)

    @property
    def long(self) -> bool:
        """Whether it may be divided between two pages."""
        return max(len(text_of(text)) for text in (self.context + self.text, self.answer)) > LONG


class PaperSheets:
    """The cards of a session, with boxes to tick; `address` is where their grades are entered."""

    thing = "card"

    def __init__(self, session: PaperSession, paper: str, address: str) -> None:
        self.session, self.paper, self.address = session, paper, address
        self.file_name = f"paper-{session.code.lower()}"
        self.cards = list(session.cards.select_related("card__note__deck"))
        self.decks = sorted({each.card.note.deck for each in self.cards if each.card}, key=lambda deck: deck.title)

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return len(self.cards)

    @property
    def about(self) -> DocumentInfo:
        """What the PDF says of itself."""
        credits_ = list(filter(None, dict.fromkeys(map(credit_of, self.decks))))
        return DocumentInfo(
            title=f"Paper session {self.session}",
            language="en",
            author="; ".join(filter(None, dict.fromkeys(deck.attribution for deck in self.decks))),
            page="paper-session",
            **vars(self.page),
            foot="\n".join([f"Enter your grades at {self.address}", *credits_[:MAX_CREDITS]]),
        )

    @property
    def page(self) -> Geometry:
        """Return the page that everything stands on."""
        width, height = PAPERS[self.paper]
        return Geometry(width_mm=width, height_mm=height, margin_mm=MARGIN_MM)

    @property
    def imposition(self) -> Imposition | None:
        """What is to be done to the whole document: nothing."""
        return None

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the rows, many together."""
        return grouped(self.rows(), ROWS_PER_GROUP, TEXT_PER_GROUP)

    def rows(self) -> Iterator[PaperRow]:
        """Yield what stands on the paper, in order."""
        day, cards = date_format(self.session.study_day, "l, j F Y"), f"{self.count} card{'s' * (self.count != 1)}"
        deck = shortened(self.decks[0].title, TITLE_LENGTH) if len(self.decks) == 1 else ""
        yield PaperRow("head", self.code, "the head", place=f"{day} · {cards}", deck_title=deck, text=self.address)
        yield from map(self._row, self.cards)

    @property
    def code(self) -> str:
        """Return what stands on every page."""
        return f"Session {self.session}"

    def _row(self, each: PaperCard) -> PaperRow:
        place = f"{each.number}."
        if each.card is None:
            return PaperRow("card", self.code, f"card {each.number}", place=place, text=GONE)
        card: Card = each.card
        deck: Deck = card.note.deck
        return PaperRow(
            "card",
            self.code,
            name_of(card.front) or f"Card {each.number}",
            place=place,
            deck_title=shortened(deck.title, TITLE_LENGTH) if len(self.decks) > 1 else "",
            language=deck.language,
            context=card.context,
            text=card.front,
            choices=card.choices,
            answer=card.back,
        )

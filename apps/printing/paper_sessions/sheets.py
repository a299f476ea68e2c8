"""A paper session as PDF: questions with boxes for the grades, and answers in a column that can be folded away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.formats import date_format

from apps.printing.geometry import LIST, Geometry
from apps.printing.layouts import Imposition, Sheet, grouped, lesson_name, name_of
from apps.printing.models import PaperCard, PaperSession
from apps.printing.options import Options
from apps.printing.paper_sessions import services
from apps.printing.paper_sessions.entry import GRADES
from apps.printing.pdf import About
from apps.printing.scripts import direction
from apps.reviews.buttons import LABELS

TEMPLATE = "printing/_paper_session.html"
ROWS_PER_GROUP, TEXT_PER_GROUP = 100, 60_000
MEANINGS = {grade: label for labels in LABELS.values() if len(labels) == len(GRADES) for grade, label in labels.items()}


@dataclass(frozen=True)
class Row(Sheet):
    """The head of the paper, or one of its cards."""

    kind: str
    name: str
    text: str = ""
    answer: str = ""
    context: str = ""
    place: str = ""
    language: str = ""
    refused: bool = False

    def html(self) -> str:
        """Return the row as HTML."""
        context = {"row": self, "grades": GRADES, "meanings": MEANINGS.items()}
        ways = {"direction": direction(self.language, self.text), "way_back": direction(self.language, self.answer)}
        return render_to_string(f"{TEMPLATE}#{self.kind}", {**context, **ways})

    def instead(self) -> "Row":
        """Return the row to print when this one cannot be: it names the card."""
        return replace(self, text="", answer="", context="", refused=True)


class PaperSheets:
    """The cards of a session, with boxes to tick."""

    thing = "card"

    def __init__(self, session: PaperSession, paper: str, address: str) -> None:
        self.session, self.address = session, address
        self.options = Options(layout="list", paper=paper, attach=False)
        self.file_name = f"paper-{session.code.lower()}"

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return self.session.cards.count()

    @property
    def imposition(self) -> Imposition | None:
        """What is to be done to the whole document: nothing."""
        return None

    @property
    def about(self) -> About:
        """What the PDF says of itself."""
        width, height = self.options.size_mm
        page = Geometry(width_mm=width, height_mm=height)
        foot = f"Session {self.session} · Enter your grades at {self.address}"
        return About(f"Paper session {self.session}", "en", "", page=LIST, foot=foot, **vars(page))

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the rows, many together."""
        return grouped(self.rows(), ROWS_PER_GROUP, TEXT_PER_GROUP)

    def rows(self) -> Iterator[Row]:
        """Yield what stands on the paper, in order."""
        yield Row("head", str(self.session), text=self.address, place=date_format(self.session.study_day))
        yield from map(_row, services.cards_of(self.session))


def _row(each: PaperCard) -> Row:
    card = each.schedule.card
    deck = card.note.deck
    return Row(
        "card",
        name_of(card.front) or f"Card {each.number}",
        text=card.front,
        answer=card.back,
        context=card.context,
        place=f"{each.number} · {lesson_name(deck)}",
        language=deck.language,
    )

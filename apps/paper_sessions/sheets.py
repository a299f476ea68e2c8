"""A paper session as PDF: questions with boxes for the grades, and answers in a column that is folded back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.printing.card_names import TITLE_LENGTH, card_name, credit_line, plain_text, truncate
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.flashcards import numbered_name
from apps.printing.layouts.geometry import Geometry
from apps.printing.layouts.layout import CARDS, Layout, Sheet, count_label, in_groups
from apps.printing.layouts.paper_text.foldings import text_on_paper
from apps.printing.layouts.paper_text.text_direction import text_direction
from apps.printing.request.options import PAPERS
from apps.reviews.grading.buttons import LABELS
from apps.web.localized import weekday_date

TEMPLATE = "paper_sessions/_sheets.html"
ROWS_PER_GROUP, TEXT_PER_GROUP = 50, 60_000
LONG = 900  # characters of text in one column: what is longer may continue on the next page
MAX_CREDITS = 3
MARGIN_MM = 15
PAGE = "paper-session"  # of the style sheets
MEANINGS = LABELS[User.Buttons.SIX]  # the words of the review page


@dataclass(frozen=True)
class PaperRow(Sheet):
    """The head of the paper, or one of its cards."""

    kind: str
    code: str
    name: str
    position: str = ""
    deck_title: str = ""
    language: str = ""
    context: str = ""
    text: str = ""
    choices: list[str] = field(default_factory=list)
    answer: str = ""
    person: str = ""  # whose paper it is, among those of a class
    qr: str = ""  # the address of its page, as a picture
    is_placeholder: bool = False

    def html(self) -> str:
        """Return the row as HTML."""
        context = {
            "row": self,
            "meanings": MEANINGS.items(),
            "direction": text_direction(self.language, self.text),
            "answer_direction": text_direction(self.language, self.answer),
        }
        return render_to_string(f"{TEMPLATE}#{self.kind}", context)

    @property
    def label(self) -> str:
        """Return the name of the card."""
        return self.name

    def placeholder(self) -> "PaperRow":
        """Return the row to print when this one cannot be: it names the card, and keeps its boxes."""
        return replace(self, context="", text="", choices=[], answer="", is_placeholder=True)

    @property
    def is_long(self) -> bool:
        """Whether it may be divided between two pages."""
        return max(len(plain_text(text)) for text in (self.context + self.text, self.answer)) > LONG


class PaperSheets(Layout):
    """The cards of a session, with boxes to tick; `url` is where their grades are entered."""

    def __init__(self, session: PaperSession, paper: str, url: str, *, person: str = "", qr: str = "") -> None:
        self.session, self.paper, self.url, self.person, self.qr = session, paper, url, person, qr
        self.cards = list(session.cards.select_related("card__note__deck"))
        self.decks = sorted({each.card.note.deck for each in self.cards if each.card}, key=lambda deck: deck.title)

    @property
    def file_name(self) -> str:
        """Return the name of the PDF, without its ending."""
        return f"paper-{self.session.code.lower()}"

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return len(self.cards)

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""
        width, height = PAPERS[self.paper]
        credit_lines = list(filter(None, dict.fromkeys(map(credit_line, self.decks))))[:MAX_CREDITS]
        return DocumentInfo(
            title=_("Paper session %(code)s") % {"code": self.session},
            language=get_language() or "en",
            author="; ".join(filter(None, dict.fromkeys(deck.attribution for deck in self.decks))),
            page=PAGE,
            **vars(Geometry(width_mm=width, height_mm=height, margin_mm=MARGIN_MM)),
            foot="\n".join([_("Enter your grades at %(url)s") % {"url": self.url}, *credit_lines]),
        )

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the rows, many together."""
        return in_groups(self.rows(), ROWS_PER_GROUP, TEXT_PER_GROUP)

    def rows(self) -> Iterator[PaperRow]:
        """Yield what is on the paper, in order."""
        day_and_count = f"{weekday_date(self.session.study_day)} · {count_label(self.count, CARDS)}"
        deck = truncate(self.decks[0].title, TITLE_LENGTH) if len(self.decks) == 1 else ""
        yield PaperRow(
            "head",
            self.code,
            _("Instructions"),
            position=day_and_count,
            deck_title=deck,
            text=self.url,
            person=self.person,
            qr=self.qr,
        )
        yield from map(self._row, self.cards)

    @property
    def code(self) -> str:
        """Return what is printed on every page."""
        return _("Session %(code)s") % {"code": self.session}

    def _row(self, each: PaperCard) -> PaperRow:
        position, name = f"{each.number}.", numbered_name(each.number)
        if each.card is None:
            return PaperRow("card", self.code, name, position=position, text=_("This card was deleted."))
        card: Card = each.card
        deck: Deck = card.note.deck
        text = text_on_paper(card)
        return PaperRow(
            "card",
            self.code,
            card_name(text.front) or name,
            position=position,
            deck_title=truncate(deck.title, TITLE_LENGTH) if len(self.decks) > 1 else "",
            language=deck.language,
            context=text.context,
            text=text.front,
            choices=card.choices,
            answer=text.back,
        )

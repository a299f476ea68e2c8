"""Flashcards on paper: what a card's page, or each of its two sides, carries. The layouts of cards build on this."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from apps.cards.models import Card
from apps.printing.card_names import (
    TITLE_LENGTH,
    card_name,
    credit_line,
    lesson_name,
    short_id,
    truncate,
    truncate_to_width,
)
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.geometry import Geometry
from apps.printing.layouts.layout import Layout, Sheet, in_groups
from apps.printing.layouts.paper_text.credits import credits_html
from apps.printing.layouts.paper_text.foldings import text_on_paper
from apps.printing.layouts.paper_text.text_direction import text_direction
from apps.printing.request.options import PrintOptions
from apps.printing.request.selection import Selection
from apps.web.localized import number

TEMPLATE = "printing/_card.html"
# So many, with fonts of all scripts, take less than 160 MiB; the cost of a document of thousands is not linear.
CARDS_PER_GROUP, TWO_SIDED_CARDS_PER_GROUP = 84, 64
TEXT_PER_GROUP = 200_000
FRONT, BACK, WHOLE = "front", "back", ""  # the sides of a card, or both on one page
LETTERS_PER_MM = 0.45  # of a line of a small foot, beside the position
CREDIT_LINES = 2
MAX_BRIEF = 70  # characters of a back that is centered
HEADING_LEVEL = re.compile(r"(?<=<)(/?)h([2-6])(?=>)")
ONE_PARAGRAPH = re.compile(r"\s*<p>(?:(?!<p>|<br).)*</p>\s*")


@dataclass(frozen=True)
class CardSheet(Sheet):
    """One card, or one side of it, as printed: its HTML, its name, and the small print."""

    front: str
    back: str
    bookmark: str
    deck_title: str
    credit: str
    position: str
    context: str = ""
    choices: list[str] = field(default_factory=list)
    is_placeholder: bool = False
    side: str = WHOLE
    language: str = ""
    is_credits: bool = False

    def html(self) -> str:
        """Return the sheet as HTML; its highest headings are those of a document, which has none above them."""
        directions = {} if self.is_credits else self._directions
        html = render_to_string(TEMPLATE, {"card": self, **vars(self), **directions, "is_brief": self.is_brief})
        return HEADING_LEVEL.sub(lambda match: f"{match[1]}h{int(match[2]) - 1}", html)

    @property
    def label(self) -> str:
        """Return the name of the card."""
        return self.bookmark

    def placeholder(self) -> "CardSheet":
        """Return the sheet to print when this one cannot be: it names the card."""
        message, name = escape(_("This card could not be printed.")), escape(self.bookmark)
        front, back = (message, name) if self.side == WHOLE else (f"{message} {name}",) * 2
        return replace(self, front=front, back=back, context="", choices=[], is_placeholder=True)

    @property
    def is_brief(self) -> bool:
        """Whether it is the back with an answer of a few words, which are centered."""
        return self.side == BACK and len(self.back) <= MAX_BRIEF and bool(ONE_PARAGRAPH.fullmatch(self.back))

    @property
    def _directions(self) -> dict[str, str]:
        """Return the text direction of the card, and that of its answer where it is another one."""
        front, back = text_direction(self.language, self.front), text_direction(self.language, self.back)
        return {"direction": front if self.front else back, "answer_direction": back if back != front else ""}

    @property
    def sides(self) -> list["CardSheet"]:
        """Return its front and its back, each as a sheet; neither holds what only the other one shows."""
        front = replace(self, side=FRONT, back="")
        return [front, replace(self, side=BACK, front="", context="", choices=[])]


class OnePerPage(Layout):
    """Cards, each on a page of its own: question, rule, answer."""

    def __init__(self, selection: Selection, options: PrintOptions) -> None:
        self.selection, self.options = selection, options

    @property
    def file_name(self) -> str:
        """Return the name of the PDF, without its ending."""
        return self.selection.file_name

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return len(self.selection)

    @property
    def assembly_options(self) -> Mapping[str, object]:
        """Return the options, with the paper that they result in."""
        return self.options.as_dict() | {"paper": self.options.paper_name}

    @property
    def attached(self) -> Selection | None:
        """Return the cards whose decks are attached to the PDF, if any are."""
        return self.selection if self.options.attach else None

    @property
    def page(self) -> Geometry:
        """Return the page that a card is laid out on."""
        width, height = self.options.size_mm
        return Geometry(width_mm=width, height_mm=height, margin_mm=self.options.margin_mm or 0)

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""
        author = "; ".join(filter(None, dict.fromkeys(deck.attribution for deck in self.selection.decks)))
        page = replace(self.page, scale=self.options.scale, ink_saving=self.options.ink_saving)
        return DocumentInfo(self.selection.title, self.selection.language, author, **vars(page))

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the cards, at most CARDS_PER_GROUP in a group, then the credits."""
        return in_groups(self.sheets(), CARDS_PER_GROUP, TEXT_PER_GROUP)

    def sheets(self) -> Iterator[CardSheet]:
        """Yield what is printed, in order."""
        return chain(self.cards(), self._credits())

    def cards(self) -> Iterator[CardSheet]:
        """Yield the cards as they are printed, each whole."""
        return (self._sheet(card, index) for index, card in enumerate(self.selection.in_order(), start=1))

    def first(self) -> CardSheet | None:
        """Return the first card whole, and read no other; None where it was deleted in the meantime."""
        only_first = replace(self.selection, cards=self.selection.cards[:1])
        return next((self._sheet(card, 1) for card in only_first.in_order()), None)

    def _sheet(self, card: Card, index: int) -> CardSheet:
        deck, text = card.note.deck, text_on_paper(card)
        return CardSheet(
            **text._asdict(),
            bookmark=card_name(text.front) or numbered_name(index),
            deck_title=truncate_to_width(lesson_name(deck), self._max_title_width),
            credit=truncate_to_width(credit_line(deck), CREDIT_LINES * self._max_title_width) if self.page.wide else "",
            position=self.position(card, index),
            choices=card.choices,
            language=deck.language,
            chapter=self.chapter(card),
        )

    @property
    def _max_title_width(self) -> int:
        return min(TITLE_LENGTH, round(LETTERS_PER_MM * self.page.width_mm))

    def position(self, card: Card, index: int) -> str:
        """Return the number of a card among all, with its ID: "3 of 10 · ABCDEF"."""
        numbers = {"number": number(index), "count": number(self.count)}
        return f"{_('%(number)s of %(count)s') % numbers} · {short_id(card)}"

    def chapter(self, card: Card) -> tuple[str, ...]:
        """Return the lesson, where cards of several are printed, and the section."""
        lesson = lesson_name(card.note.deck) if len(self.selection.decks) > 1 else ""
        return tuple(filter(None, (lesson, card.note.section.title)))

    @property
    def has_credits(self) -> bool:
        """Whether a last card has the credits of the others."""
        return bool(credits_html(self.selection.decks))

    def _credits(self) -> Iterator[CardSheet]:
        """Yield a last card with the credits of the others, if there are any."""
        if credits := credits_html(self.selection.decks):
            yield CardSheet(
                escape(truncate(self.selection.title, TITLE_LENGTH)),
                credits,
                _("Source and license"),
                "",
                "",
                "",
                language=self.selection.language,
                is_credits=True,
            )


class TwoSided(OnePerPage):
    """Cards of which front and back are laid out on pages of their own."""

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the sides of the cards, the two of a card together."""
        whole = in_groups(super().sheets(), TWO_SIDED_CARDS_PER_GROUP, TEXT_PER_GROUP)
        return ([side for card in group for side in card.sides] for group in whole)

    def sheets(self) -> Iterator[CardSheet]:
        """Yield fronts and backs by turns."""
        return (side for card in super().sheets() for side in card.sides)


def numbered_name(index: int) -> str:
    """Return the name of a card that has no words."""
    return _("Card %(number)s") % {"number": number(index)}

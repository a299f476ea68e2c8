"""A study list: questions on the left, answers on the right, one below another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.cards.models import Card
from apps.printing.card_names import card_name, lesson_name, plain_text
from apps.printing.layouts.document_info import DocumentInfo, css_content
from apps.printing.layouts.flashcards import OnePerPage, numbered_name
from apps.printing.layouts.geometry import LIST
from apps.printing.layouts.layout import Sheet, count_label, in_groups
from apps.printing.layouts.paper_text.credits import credits_html
from apps.printing.layouts.paper_text.foldings import text_on_paper
from apps.printing.layouts.paper_text.text_direction import text_direction
from apps.web.localized import number

TEMPLATE = "printing/_list.html"
ROWS_PER_GROUP = 100
TEXT_PER_GROUP = 60_000
LONG = 600  # characters of a question or an answer: it then takes the whole width, one below the other


@dataclass(frozen=True)
class StudyListRow(Sheet):
    """One part of the list: its head, a section's head, a card, or the credits."""

    kind: str
    name: str
    title: str = ""
    text: str = ""
    answer: str = ""
    context: str = ""
    choices: list[str] = field(default_factory=list)
    position: str = ""
    number: str = ""
    language: str = ""
    is_placeholder: bool = False

    def html(self) -> str:
        """Return the row as HTML."""
        return render_to_string(f"{TEMPLATE}#{self.kind}", {"row": self})

    @property
    def label(self) -> str:
        """Return the name of the card."""
        return self.name

    def placeholder(self) -> "StudyListRow":
        """Return the row to print when this one cannot be: it names the card."""
        return replace(self, text="", answer="", context="", choices=[], is_placeholder=True)

    @property
    def is_long(self) -> bool:
        """Whether it takes the whole width and may be divided between pages."""
        return max(len(plain_text(text)) for text in (self.context + self.text, self.answer)) > LONG

    @property
    def direction(self) -> str:
        """Return the text direction of its question."""
        return text_direction(self.language, self.text)

    @property
    def answer_direction(self) -> str:
        """Return the text direction of its answer, where that is another one."""
        direction = text_direction(self.language, self.answer)
        return direction if direction != self.direction else ""


class StudyList(OnePerPage):
    """Cards in two columns that flow from page to page."""

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""
        names = [self.selection.title]
        if len(self.selection.decks) == 1:
            names.append(lesson_name(self.selection.decks[0]))  # where there are several, each has a heading
        numbers = {"first": "string(number, first)", "last": "string(number, last)"}
        return replace(
            super().about,
            page=LIST,
            foot=" · ".join(dict.fromkeys(names)),
            numbering=css_content(_("Cards %(first)s–%(last)s"), **numbers),
        )

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the rows, many together: each group starts a new page."""
        return in_groups(self.rows(), ROWS_PER_GROUP, TEXT_PER_GROUP)

    def rows(self) -> Iterator[StudyListRow]:
        """Yield what the list holds, in order."""
        title = self.selection.title
        yield StudyListRow("head", title, title=title, position=count_label(self.count, self.thing))
        numbered = enumerate(self.selection.in_order(), start=1)
        for chapter, cards in groupby(numbered, key=lambda numbered_card: self.chapter(numbered_card[1])):
            if chapter:
                yield StudyListRow("section", chapter[-1], title=" · ".join(chapter), chapter=chapter)
            yield from (self._row(card, index) for index, card in cards)
        if credits := credits_html(self.selection.decks):
            yield StudyListRow("colophon", _("Source and license"), text=credits)

    def _row(self, card: Card, index: int) -> StudyListRow:
        text = text_on_paper(card)
        return StudyListRow(
            "row",
            card_name(text.front) or numbered_name(index),
            text=text.front,
            answer=text.back,
            context=text.context,
            choices=card.choices,
            position=self.position(card, index),
            number=number(index),
            language=card.note.deck.language,
            chapter=self.chapter(card),
        )

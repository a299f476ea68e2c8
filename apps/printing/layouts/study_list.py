"""A study list: questions on the left, answers on the right, one below another."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.template.loader import render_to_string

from apps.cards.models import Card
from apps.printing.engine.scripts import direction
from apps.printing.engine.weasyprint_door import DocumentInfo
from apps.printing.layouts.credits import credits_of
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.geometry import LIST
from apps.printing.layouts.layout import Sheet, grouped, lesson_name, name_of, short_id, text_of

TEMPLATE = "printing/_list.html"
ROWS_PER_GROUP = 100
TEXT_PER_GROUP = 60_000
LONG = 600  # characters of a question or an answer: it then takes the whole width, one below the other


@dataclass(frozen=True)
class StudyListRow(Sheet):
    """One part of the list: its head, a section's head, a card, or where the cards are from."""

    kind: str
    name: str
    title: str = ""
    text: str = ""
    answer: str = ""
    context: str = ""
    choices: list[str] = field(default_factory=list)
    place: str = ""
    number: str = ""
    language: str = ""
    refused: bool = False

    def html(self) -> str:
        """Return the row as HTML."""
        return render_to_string(f"{TEMPLATE}#{self.kind}", {"row": self})

    def placeholder(self) -> "StudyListRow":
        """Return the row to print when this one cannot be: it names the card."""
        return replace(self, text="", answer="", context="", choices=[], refused=True)

    @property
    def long(self) -> bool:
        """Whether it is set over the whole width and may be divided between pages."""
        return max(len(text_of(text)) for text in (self.context + self.text, self.answer)) > LONG

    @property
    def direction(self) -> str:
        """Return which way its question runs."""
        return direction(self.language, self.text)

    @property
    def way_back(self) -> str:
        """Return which way its answer runs, where that is another one."""
        way = direction(self.language, self.answer)
        return way if way != self.direction else ""


class StudyList(OnePerPage):
    """Cards in two columns that flow from page to page."""

    @property
    def about(self) -> DocumentInfo:
        """What the PDF says of itself."""
        names = [self.selection.title]
        if len(self.selection.decks) == 1:
            names.append(lesson_name(self.selection.decks[0]))  # where there are several, each has a heading
        return replace(super().about, page=LIST, foot=" · ".join(dict.fromkeys(names)))

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield the rows, many together: each group starts a new page."""
        return grouped(self.rows(), ROWS_PER_GROUP, TEXT_PER_GROUP)

    def rows(self) -> Iterator[StudyListRow]:
        """Yield what the list holds, in order."""
        yield StudyListRow("head", self.selection.title, title=self.selection.title, place=self._how_many)
        numbered = enumerate(self.selection.in_turn(), start=1)
        for chapter, cards in groupby(numbered, key=lambda numbered_card: self._chapter(numbered_card[1])):
            if chapter:
                yield StudyListRow("section", chapter[-1], title=" · ".join(chapter), chapter=chapter)
            yield from (self._row(card, number) for number, card in cards)
        if credits := credits_of(self.selection.decks):
            yield StudyListRow("colophon", "Source and licence", text=credits)

    @property
    def _how_many(self) -> str:
        return f"{self.count:,} card{'' if self.count == 1 else 's'}"

    def _row(self, card: Card, number: int) -> StudyListRow:
        return StudyListRow(
            "row",
            name_of(card.front) or f"Card {number}",
            text=card.front,
            answer=card.back,
            context=card.context,
            choices=card.choices,
            place=f"{number:,} of {self.count:,} · {short_id(card)}",
            number=f"{number:,}",
            language=card.note.deck.language,
            chapter=self._chapter(card),
        )

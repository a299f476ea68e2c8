"""A lesson's questions and exercises on paper: the worksheet, with room to write, and its answer key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.cards.media.deck_media import render_text
from apps.cards.models import Card, Section
from apps.lessons import page
from apps.lessons.models import Lesson
from apps.printing.card_names import TITLE_LENGTH, card_name, credit_line, plain_text, truncate
from apps.printing.layouts.document_info import DocumentInfo, css_content
from apps.printing.layouts.geometry import WORKSHEET
from apps.printing.layouts.layout import QUESTIONS, Layout, Sheet
from apps.printing.layouts.paper_text.foldings import split_foldings, text_on_paper
from apps.printing.layouts.paper_text.page_mechanics import without_page_mechanics
from apps.printing.request.options import ANSWER_KEY, PrintOptions

TEMPLATE = "printing/_worksheet.html"
QUESTIONS_PER_GROUP = 100
TEXT_PER_GROUP = 60_000  # characters of HTML: finding a bad question among them must end

MIN_LINES, MAX_LINES = 2, 10  # to write an answer on
MAX_REASON_LINES = 2  # beside boxes to tick
LETTERS_PER_LINE = 60  # of handwriting
LONG = 1_800  # characters of text, about half a page: what is longer may continue on the next


@dataclass(frozen=True)
class WorksheetBlock(Sheet):
    """One part of a worksheet: its head, a section's head, a question, or closing words."""

    kind: str
    name: str
    title: str = ""
    text: str = ""
    answer: str = ""
    labels: list[tuple[str, bool]] = field(default_factory=list)  # each with whether the key ticks it
    lines: int = 0
    is_key: bool = False
    is_placeholder: bool = False

    def html(self) -> str:
        """Return the block as HTML."""
        return render_to_string(f"{TEMPLATE}#{self.kind}", {"block": self, "lines": range(self.lines)})

    @property
    def label(self) -> str:
        """Return the name of the question."""
        return self.name

    def placeholder(self) -> "WorksheetBlock":
        """Return the block to print when this one cannot be: it names the question."""
        return replace(self, text="", answer="", labels=[], is_placeholder=True)

    @property
    def is_long(self) -> bool:
        """Whether it may be divided between two pages."""
        return len(plain_text(self.text + self.answer)) > LONG


@dataclass(frozen=True)
class WorksheetEntry:
    """Which card asks a question of the lesson, and its position in its section."""

    card: int
    section: int
    index: int
    length: int
    choices: list[str]


class _Row(NamedTuple):
    """What is read of a card before it is printed."""

    section: int
    note: int
    archived: bool
    card: int
    length: int
    choices: list[str]


class Worksheet(Layout):
    """A lesson's self-check and exercises, to be written on, or with their answers."""

    thing = QUESTIONS

    def __init__(self, lesson: Lesson, options: PrintOptions) -> None:
        self.lesson, self.deck, self.options, self.is_key = lesson, lesson.deck, options, options.layout == ANSWER_KEY

    @property
    def file_name(self) -> str:
        """Return the name of the PDF, without its ending."""
        return f"{self.lesson.slug}-{self.options.layout}"

    @property
    def assembly_options(self) -> Mapping[str, object]:
        """Return the options, with the paper that they result in."""
        return self.options.as_dict() | {"paper": self.options.paper_name}

    @property
    def count(self) -> int:
        """Return how many questions it asks."""
        return len(self._entries)

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""
        title = (_("%(lesson)s - Answer key") if self.is_key else _("%(lesson)s - Worksheet")) % {"lesson": self.lesson}
        source = _("Source: %(url)s") % {"url": self.deck.source_url} if self.deck.source_url else ""
        width, height = self.options.size_mm
        small_print = (truncate(title, TITLE_LENGTH), credit_line(self.deck), source)
        return DocumentInfo(
            title=title,
            language=self.deck.language,
            author=self.deck.attribution,
            page=WORKSHEET,
            foot="\n".join(filter(None, small_print)),
            numbering=css_content(_("Page %(page)s of %(pages)s"), page="counter(page)", pages="counter(pages)"),
            width_mm=width,
            height_mm=height,
            margin_mm=self.options.margin_mm or 0,
            scale=self.options.scale,
            ink_saving=self.options.ink_saving,
            in_parts=len(self._counts) > 1,
        )

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the blocks, so few in a group that a bad one is found in time; the pages of each group are counted."""
        start = 0
        for count in self._counts:
            yield list(self._blocks(self._entries[start : start + count]))
            start += count

    def _blocks(self, entries: list[WorksheetEntry]) -> Iterator[WorksheetBlock]:
        if entries[0] is self._entries[0]:
            yield self._head()
        cards = Card.objects.select_related("note__section").in_bulk([entry.card for entry in entries])
        for _section, group in groupby(entries, key=lambda entry: entry.section):
            in_section = list(group)
            section = cards[in_section[0].card].note.section
            yield self._section_head(section)
            yield from (self._question(entry, cards[entry.card]) for entry in in_section)
            if self.is_key and section.closing and in_section[-1] is self._last_of(section):
                yield WorksheetBlock("closing", _("Closing words"), text=render_text(section.closing, self.deck))

    def _head(self) -> WorksheetBlock:
        text, folded = split_foldings(render_text(without_page_mechanics(self.lesson.introduction), self.deck))
        return WorksheetBlock(
            "head",
            self.lesson.course.title,
            title=self.lesson.title,
            text=folded if self.is_key else text,
            is_key=self.is_key,
        )

    def _section_head(self, section: Section) -> WorksheetBlock:
        text, folded = split_foldings(render_text(without_page_mechanics(section.introduction), self.deck))
        return WorksheetBlock("section", section.title, title=section.title, text=text + folded * self.is_key)

    def _question(self, entry: WorksheetEntry, card: Card) -> WorksheetBlock:
        section, text = card.note.section, text_on_paper(card)
        number = page.item_name(section, entry.index)
        labels = self._labels[entry.section] if card.choices else []
        return WorksheetBlock(
            "question",
            card_name(text.front),
            title=f"{number}." if number else "",
            text=text.front,
            answer=text.back if self.is_key else "",
            labels=[(label, self.is_key and label == card.label) for label in labels],
            lines=0 if self.is_key else lines_for(card.back, beside_boxes=bool(labels)),
            is_key=self.is_key,
        )

    def _last_of(self, section: Section) -> WorksheetEntry:
        return next(entry for entry in reversed(self._entries) if entry.section == section.pk)

    @cached_property
    def _entries(self) -> list[WorksheetEntry]:
        return list(_entries(self.lesson))

    @cached_property
    def _counts(self) -> list[int]:
        """Return how many questions each group has."""
        return list(_counts(entry.length for entry in self._entries))

    @cached_property
    def _labels(self) -> dict[int, list[str]]:
        """Return the labels of each section: the same for all its questions, or a worksheet would give answers away."""
        labels: dict[int, dict[str, None]] = {}
        for entry in self._entries:
            labels.setdefault(entry.section, {}).update(dict.fromkeys(entry.choices))
        return {section: list(found) if len(found) > 1 else [] for section, found in labels.items()}


def _counts(lengths: Iterable[int]) -> Iterator[int]:
    """Yield how many questions each group has, given the length of each."""
    count = text = 0
    for length in lengths:
        if count and (count == QUESTIONS_PER_GROUP or text + length > TEXT_PER_GROUP):
            yield count
            count = text = 0
        count, text = count + 1, text + length
    if count:
        yield count


def lines_for(answer: str, *, beside_boxes: bool = False) -> int:
    """Return how many ruled lines the answer takes when written by hand, within bounds."""
    written = [line for line in plain_text(answer).splitlines() if line.strip()]
    lines = sum(-(-len(line) // LETTERS_PER_LINE) for line in written)
    if beside_boxes:
        return min(lines, MAX_REASON_LINES)
    return max(MIN_LINES, min(lines, MAX_LINES))


def _entries(lesson: Lesson) -> Iterator[WorksheetEntry]:
    """Yield what the lesson asks, in order: only the first card of each note, for its siblings would give it away."""
    rows = (
        Card.objects.filter(note__deck=lesson.deck_id, note__archived=False)
        .filter(note__section__kind__in=[Section.Kind.SELF_CHECK, Section.Kind.EXERCISE])
        .order_by("note__section__position", "note__section_id", "note__position", "note_id", "ordinal")
        .values_list("note__section_id", "note_id", "archived", "pk", Length("front") + Length("back"), "choices")
    )
    for section, in_section in groupby(map(_Row._make, rows.iterator()), key=lambda row: row.section):
        first_cards = (_first_in_use(cards) for _note, cards in groupby(in_section, key=lambda row: row.note))
        for index, row in enumerate(first_cards):
            yield WorksheetEntry(row.card, section, index, row.length, row.choices)


def _first_in_use(siblings: Iterable[_Row]) -> _Row:
    """Return the first card in use; of a note without one, its first card."""
    rows = list(siblings)
    return next((row for row in rows if not row.archived), rows[0])

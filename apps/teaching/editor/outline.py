"""A lesson as its editor lists it: its sections, and a line for each of their notes, in two statements."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from apps.cards import lint
from apps.cards.kinds.registry import BY_NAME, has_label
from apps.cards.models import Section
from apps.cards.rendering.formula_line import formula_line
from apps.formats.practice_page.records import Item, Part
from apps.formats.records import NoteRecord
from apps.lessons.editing.shown_cards import shown_count
from apps.lessons.editing.wording import NoteWording, wording_of
from apps.lessons.models import Lesson
from apps.web.translation import translate_message

NOTE_ORDER = ("section__position", "section", "position", "pk")
TEXTS = ("pk", "section", "archived", "kind", "front", "back", "label", "extra")
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
BLANK = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", re.DOTALL)


@dataclass(frozen=True)
class ListedNote:
    """What is stored of a note, as far as a line of the list needs it."""

    pk: int
    section: int
    archived: bool
    texts: NoteRecord

    @property
    def item(self) -> Item:
        """Return it as an item of a practice page."""
        label = self.texts.label if has_label(self.texts.kind) else ""
        return Item(front=self.texts.front, back=self.texts.back, label=label)


@dataclass(frozen=True)
class NoteLine:
    """One note as a line: its number among those that learners see, 0 for an archived one, and its front."""

    pk: int
    number: int
    kind: str
    front: str
    archived: bool
    has_advice: bool

    @property
    def words(self) -> str:
        """Its first words."""
        return first_words(self.front)

    @property
    def words_as_html(self) -> str:
        """Its first words with the formulas in them."""
        return formula_line(self.front, first_words)


@dataclass(frozen=True)
class SectionPart:
    """One section with the notes that it has, archived ones too."""

    section: Section
    notes: Sequence[ListedNote]

    @property
    def wording(self) -> NoteWording:
        """What its notes are called."""
        return wording_of(self.section)

    @cached_property
    def in_use(self) -> list[ListedNote]:
        """The notes that learners see."""
        return [note for note in self.notes if not note.archived]

    @property
    def archived_count(self) -> int:
        """How many of its notes are archived."""
        return len(self.notes) - len(self.in_use)

    @property
    def advice(self) -> list[str]:
        """What might be better in its introduction and its labels, for the cards that the page shows."""
        section, items = self.section, tuple(note.item for note in self.in_use)
        part = Part(section.kind, section.title, section.introduction, labels=tuple(section.labels), items=items)
        shown = sum(shown_count(note.texts, section) for note in self.in_use)
        return list(filter(None, [lint.advice_on_introduction(part, shown), *lint.advice_on_labels(part)]))


@dataclass(frozen=True)
class ListedSection:
    """A section with the lines that a page shows of it."""

    part: SectionPart
    lines: list[NoteLine]


def parts_of(lesson: Lesson) -> list[SectionPart]:
    """Return the sections of the lesson in their order."""
    notes: Mapping[int, list[ListedNote]] = defaultdict(list)
    for row in lesson.deck.notes.order_by(*NOTE_ORDER).values_list(*TEXTS):
        note = _listed(*row)
        notes[note.section].append(note)
    return [SectionPart(section, notes[section.pk]) for section in lesson.deck.sections.all()]


def listed(parts: Sequence[SectionPart], shown: range, *, archived: bool) -> list[ListedSection]:
    """Return the sections with the notes whose rank in the lesson, from 0, is in `shown`; archived ones if asked."""
    found, rank = [], 0
    for part in parts:
        lines = []
        for number, note in _numbered(part):
            if number or archived:
                if rank in shown:
                    lines.append(line_of(note, number, part.section))
                rank += 1
        found.append(ListedSection(part, lines))
    return found


def line_of(note: ListedNote, number: int, section: Section) -> NoteLine:
    """Return the line of a note."""
    advice = bool(number and lint.advice_on_item(note.item, section.kind))
    kind = translate_message(BY_NAME[note.texts.kind].label)
    return NoteLine(note.pk, number, kind, note.texts.front, note.archived, advice)


def line_in(parts: Sequence[SectionPart], pk: int) -> NoteLine | None:
    """Return the line of the note with this key."""
    lines = ((number, note, part.section) for part in parts for number, note in _numbered(part) if note.pk == pk)
    return next((line_of(note, number, section) for number, note, section in lines), None)


def first_words(front: str) -> str:
    """Return the beginning of a front on one line: pictures by what they show, blanks by what is in them."""
    return lint.quote(BLANK.sub(r"[\1]", PICTURE.sub(r"\1", front)))


def _listed(pk: int, section: int, archived: bool, kind: str, *texts: str) -> ListedNote:
    front, back, label, extra = texts
    return ListedNote(pk, section, archived, NoteRecord(front, back, kind, label, extra))


def _numbered(part: SectionPart) -> Iterator[tuple[int, ListedNote]]:
    """Yield the notes of a section with their numbers, as learners count them."""
    number = 0
    for note in part.notes:
        number += not note.archived
        yield 0 if note.archived else number, note

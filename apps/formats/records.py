"""A deck as records, whatever it was read from or will be written to.

All texts are Markdown with LF at their line ends. Where a record was found in its file (`place`) is for messages: two
decks that differ in nothing else are equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from apps.cards.kinds.registry import BASIC
from apps.formats.problems import EVERYWHERE, ImportWarning, Place

UNTITLED = "Flashcards"  # a section or a deck that the file does not name
SELF_CHECK, EXERCISE, FLASHCARDS = "self_check", "exercise", "flashcards"
SECTION_KINDS = (SELF_CHECK, EXERCISE, FLASHCARDS)
NUMBERINGS = ("letters", "numbers", "named", "whole")


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A part of a deck; `labels` are the choices of an exercise."""

    title: str
    kind: str = FLASHCARDS
    introduction: str = ""
    labels: tuple[str, ...] = ()
    numbering: str = "letters"
    closing: str = ""
    place: Place = field(default=EVERYWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """When a card is due, as the file has it: the easiness in hundredths (250 is 2.50)."""

    due_on: date
    interval_days: int
    easiness: int


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """What becomes one note.

    `section` is an index into the deck's sections. `guid` is empty where the file names none: such a note is known by
    its front. `deck` is the path ("Latin::Verbs") that the file gives for a note of another deck than its own.
    `schedules` are those of its cards, in their order, where the file has any; `created_at` is when it was written.
    """

    front: str
    back: str = ""
    kind: str = BASIC
    label: str = ""
    extra: str = ""
    tags: tuple[str, ...] = ()
    guid: str = ""
    section: int = 0
    archived: bool = False
    deck: str = ""
    place: Place = field(default=EVERYWHERE, compare=False)
    schedules: tuple[ScheduleRecord, ...] = field(default=(), compare=False)
    created_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DeckRecord:
    """A deck with its sections and notes in their order. What the file does not have is empty."""

    title: str = ""
    slug: str = ""
    language: str = ""
    licence: str = ""
    attribution: str = ""
    source_url: str = ""
    sections: tuple[SectionRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    warnings: tuple[ImportWarning, ...] = field(default=(), compare=False)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list of tags, each once, in their order."""
    return tuple(dict.fromkeys(text.split()))


def labels_of(notes: Iterable[NoteRecord]) -> tuple[str, ...]:
    """Return the labels that notes use, in the order of their first use."""
    return tuple(dict.fromkeys(note.label for note in notes if note.label))

"""A lesson's page as one form: what stands above, the sections in their order, and under each its notes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django.db.models import Count

from apps.cards.models import Note, Section
from apps.lessons.admin.forms import (
    LESSON_TEXTS,
    NOTE_TEXTS,
    SECTION_TEXTS,
    EditedRow,
    LessonText,
    NoteRow,
    SectionRow,
    seen_of,
)
from apps.lessons.admin.reordering import RowFingerprint, RowPosition, in_order
from apps.lessons.models import Lesson

MAX_NOTES = 100  # on the page; a lesson with more is edited in the list of its notes
MAX_ROWS = 300  # that a page may bring back
WRITTEN_NOTE = ("front", "back", "label", "extra", "tags")
WRITTEN_SECTION = ("title", "introduction", "closing", "labels")


class PageForm:
    """The page of a lesson, as it is stored or as somebody typed it.

    `sections` are by their keys, `notes` in no order; `ordered` has both as the page asks for. What was left empty is
    no row, and what somebody else added meanwhile is one that was not typed. `blank_section` and `blank_notes` wait
    for something new.
    """

    def __init__(self, lesson: Lesson, data: Mapping[str, Any] | None = None) -> None:
        self.lesson, self.data = lesson, data
        self.lesson_text = LessonText(data, seen=seen_of(lesson, LESSON_TEXTS), instance=lesson, prefix="lesson")
        self.counts = {name: self._posted_count(name) for name in ("sections", "notes")}
        self._read_stored()
        self.sections: dict[str, SectionRow] = {}
        self.sections |= {row.key: row for row in self._section_rows()}
        self.notes = list(self._note_rows())
        self._drop_empty_sections()
        self.blank_section = self._section_row(None, "", f"new-{self.counts['sections']}")
        blanks = {**self.sections, self.blank_section.key: self.blank_section}
        keys = () if self.has_many else blanks
        self.blank_notes = {key: self._note_row(None, "", blanks, RowFingerprint(section=key)) for key in keys}

    def is_valid(self) -> bool:
        """Whether all of it can be saved."""
        return not self.refused

    @cached_property
    def refused(self) -> list[EditedRow]:
        """The parts that cannot be saved as they are."""
        parts: list[EditedRow] = [self.lesson_text, *self.sections.values(), *self.notes]
        return [part for part in parts if part.errors]

    @cached_property
    def ordered(self) -> list[tuple[SectionRow, list[NoteRow]]]:
        """The sections with their notes, in the order that is asked for."""
        notes: dict[str, list[RowPosition[NoteRow]]] = {key: [] for key in self.sections}
        for row in self.notes:
            notes.setdefault(row.in_section, []).append(_place(row))
        sections = in_order(_place(row) for row in self.sections.values())
        return [(row, in_order(notes[row.key])) for row in sections]

    def _read_stored(self) -> None:
        # Said here, since a query that groups leaves out the order of its model.
        sections = self.lesson.deck.sections.annotate(held=Count("notes")).order_by("position", "pk")
        self.stored_sections: dict[str, Any] = {str(section.pk): section for section in sections}
        notes = self.lesson.deck.notes.filter(archived=False).order_by("section__position", "section", "position", "pk")
        found = list(notes[: MAX_NOTES + 1])
        self.has_many = len(found) > MAX_NOTES
        self.stored_notes = {} if self.has_many else {str(note.pk): note for note in found}
        self._now = dict(_seen_of_sections(self.stored_sections.values()))
        self._now_notes = dict(_seen_of_notes(self.stored_notes.values()))

    def _section_rows(self) -> Iterator[SectionRow]:
        there = set()
        for number in range(self.counts["sections"]):
            key = self._posted(f"sections-{number}-id")
            there.add(key)
            yield self._section_row(number, key, key or f"new-{number}")
        for key in self.stored_sections:
            if key not in there:
                yield self._section_row(None, key, key)

    def _section_row(self, number: int | None, pk: str, key: str) -> SectionRow:
        stored = self.stored_sections.get(pk)
        return SectionRow(
            None if number is None else self.data,
            key=key,
            seen=self._now.get(pk, RowFingerprint()),
            gone=bool(pk) and stored is None,
            removable=stored is not None and not stored.held,
            instance=copy(stored) if stored else Section(deck=self.lesson.deck),  # `stored` stays as it is
            prefix=self._prefix("sections", number),
        )

    def _note_rows(self) -> Iterator[NoteRow]:
        there = set()
        for number in range(0 if self.has_many else self.counts["notes"]):
            pk = self._posted(f"notes-{number}-id")
            there.add(pk)
            if pk or self._any_written(f"notes-{number}", WRITTEN_NOTE):
                row = self._note_row(number, pk, self.sections)
                if not (row.gone and row.is_untouched):
                    yield row
        for pk in self.stored_notes:
            if pk not in there:
                yield self._note_row(None, pk, self.sections)

    def _note_row(
        self, number: int | None, pk: str, sections: Mapping[str, SectionRow], seen: RowFingerprint | None = None
    ) -> NoteRow:
        stored = self.stored_notes.get(pk)
        return NoteRow(
            None if number is None else self.data,
            sections=sections,
            seen=seen or self._now_notes.get(pk, RowFingerprint()),
            gone=bool(pk) and stored is None,
            instance=stored or Note(deck=self.lesson.deck),
            prefix=self._prefix("notes", number),
        )

    def _prefix(self, name: str, number: int | None) -> str:
        """Return the name of a row's form; what was not typed gets the next number."""
        if number is None:
            number = self.counts[name]
            self.counts[name] += 1
        return f"{name}-{number}"

    def _drop_empty_sections(self) -> None:
        """Leave out new sections of which nothing was written, and in which no note stands."""
        used = {row.in_section for row in self.notes}
        for key, row in list(self.sections.items()):
            if row.is_new and key not in used and not self._any_written(row.prefix, WRITTEN_SECTION):
                del self.sections[key]

    def _any_written(self, prefix: str | None, names: Iterable[str]) -> bool:
        return any(self._posted(f"{prefix}-{name}").strip() for name in names)

    def _posted(self, name: str) -> str:
        return str((self.data or {}).get(name, ""))

    def _posted_count(self, name: str) -> int:
        """Return how many rows of a name the page brought back."""
        text = self._posted(f"{name}-count")
        return min(int(text), MAX_ROWS) if text.isdecimal() and len(text) < 9 else 0


def _place(row: Any) -> RowPosition[Any]:
    """Return where a row shall stand; one that the person did not move stays where it is now."""
    now = row.now.place or None
    if not row.is_bound:
        return RowPosition(row, now, now)
    wanted = None if row.errors.get("place") else row.cleaned_data.get("place")
    if getattr(row, "moved", False):
        return RowPosition(row, wanted, None)
    return RowPosition(row, now if wanted in (None, row.seen.place) else wanted, now)


def _seen_of_sections(sections: Iterable[Section]) -> Iterator[tuple[str, RowFingerprint]]:
    for place, section in enumerate(sections, 1):
        yield str(section.pk), seen_of(section, SECTION_TEXTS, place=place)


def _seen_of_notes(notes: Iterable[Note]) -> Iterator[tuple[str, RowFingerprint]]:
    """Yield what the page shows of each note, whose places are counted in each section."""
    places: Counter[int] = Counter()
    for note in notes:
        places[note.section_id] += 1
        yield str(note.pk), seen_of(note, NOTE_TEXTS, str(note.section_id), places[note.section_id])

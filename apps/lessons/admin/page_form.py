"""A lesson's page as one form: the texts above, the sections in their order, and below each its notes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django.db.models import Count

from apps.cards.models import Note, Section
from apps.lessons.admin.edited_row import EditedRow, FormData, fingerprint_of
from apps.lessons.admin.lesson_forms import LessonTextForm
from apps.lessons.admin.note_row import NoteRow
from apps.lessons.admin.section_row import SECTION_TEXTS, SectionRow
from apps.lessons.editing.row_order import RankRequest, RowFingerprint, in_requested_order
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import LESSON_TEXTS

MAX_NOTES = 100  # on the page; a lesson with more is edited in the list of its notes
MAX_ROWS = 300  # that a page may send
MAX_COUNT_DIGITS = 8
WRITTEN_NOTE = ("front", "back", "label", "extra", "tags")
WRITTEN_SECTION = ("title", "introduction", "closing", "labels")


class PageForm:
    """The page of a lesson, as it is stored or as someone typed it.

    `sections` are by their keys, `notes` in no order; `ordered` has both as the page asks for. What was left empty is
    no row, and what someone else added in the meantime is an unbound one. `blank_section` and `blank_notes` are for
    something new.
    """

    def __init__(self, lesson: Lesson, data: FormData = None) -> None:
        self.lesson, self.data = lesson, data
        self.lesson_text = LessonTextForm(
            data, fingerprint=fingerprint_of(lesson, LESSON_TEXTS), instance=lesson, prefix="lesson"
        )
        self.counts = {name: self._posted_count(name) for name in ("sections", "notes")}
        self._read_stored()
        self.sections = {row.key: row for row in self._section_rows()}
        self.notes = list(self._note_rows())
        self._drop_empty_sections()
        self.blank_section = self._section_row(None, "", f"new-{self.counts['sections']}")
        blanks = {**self.sections, self.blank_section.key: self.blank_section}
        keys = () if self.has_too_many_notes else blanks
        self.blank_notes = {key: self._note_row(None, "", blanks, RowFingerprint(section=key)) for key in keys}

    def is_valid(self) -> bool:
        """Whether all of it can be saved."""
        return not self.invalid_rows

    @cached_property
    def invalid_rows(self) -> list[EditedRow]:
        """The parts that cannot be saved as they are."""
        rows: list[EditedRow] = [self.lesson_text, *self.sections.values(), *self.notes]
        return [row for row in rows if row.errors]

    @cached_property
    def ordered(self) -> list[tuple[SectionRow, list[NoteRow]]]:
        """The sections with their notes, in the requested order."""
        notes: dict[str, list[RankRequest[NoteRow]]] = {key: [] for key in self.sections}
        for row in self.notes:
            notes.setdefault(row.section_key, []).append(_rank_request(row))
        sections = in_requested_order(_rank_request(row) for row in self.sections.values())
        return [(row, _number(in_requested_order(notes[row.key]))) for row in sections]

    def _read_stored(self) -> None:
        # A query that groups leaves out the order of its model.
        sections = self.lesson.deck.sections.annotate(note_count=Count("notes")).order_by("position", "pk")
        self.stored_sections: dict[str, Any] = {str(section.pk): section for section in sections}
        notes = self.lesson.deck.notes.filter(archived=False).order_by("section__position", "section", "position", "pk")
        found = list(notes[: MAX_NOTES + 1])
        self.has_too_many_notes = len(found) > MAX_NOTES
        self.stored_notes = {} if self.has_too_many_notes else {str(note.pk): note for note in found}
        self._fingerprints = {
            "sections": dict(_section_fingerprints(self.stored_sections.values())),
            "notes": dict(_note_fingerprints(self.stored_notes.values())),
        }

    def _section_rows(self) -> Iterator[SectionRow]:
        posted = set()
        for number in range(self.counts["sections"]):
            pk = self._posted(f"sections-{number}-id")
            posted.add(pk)
            yield self._section_row(number, pk, pk or f"new-{number}")
        for pk in self.stored_sections:
            if pk not in posted:
                yield self._section_row(None, pk, pk)

    def _section_row(self, number: int | None, pk: str, key: str) -> SectionRow:
        stored = self.stored_sections.get(pk)
        return SectionRow(
            None if number is None else self.data,
            key=key,
            fingerprint=self._fingerprints["sections"].get(pk, RowFingerprint()),
            is_deleted=bool(pk) and stored is None,
            is_removable=stored is not None and not stored.note_count,
            instance=copy(stored) if stored else Section(deck=self.lesson.deck),  # `stored` itself does not change
            prefix=self._prefix("sections", number),
        )

    def _note_rows(self) -> Iterator[NoteRow]:
        posted = set()
        for number in range(0 if self.has_too_many_notes else self.counts["notes"]):
            pk = self._posted(f"notes-{number}-id")
            posted.add(pk)
            if pk or self._is_any_written(f"notes-{number}", WRITTEN_NOTE):
                row = self._note_row(number, pk, self.sections)
                if not (row.is_deleted and row.is_unchanged):
                    yield row
        for pk in self.stored_notes:
            if pk not in posted:
                yield self._note_row(None, pk, self.sections)

    def _note_row(
        self, number: int | None, pk: str, sections: Mapping[str, SectionRow], blank: RowFingerprint | None = None
    ) -> NoteRow:
        stored = self.stored_notes.get(pk)
        return NoteRow(
            None if number is None else self.data,
            sections=sections,
            fingerprint=blank or self._fingerprints["notes"].get(pk, RowFingerprint()),
            is_deleted=bool(pk) and stored is None,
            instance=stored or Note(deck=self.lesson.deck),
            prefix=self._prefix("notes", number),
        )

    def _prefix(self, name: str, number: int | None) -> str:
        """Return the prefix of a row's form; a row that was not posted gets the next number."""
        if number is None:
            number = self.counts[name]
            self.counts[name] += 1
        return f"{name}-{number}"

    def _drop_empty_sections(self) -> None:
        """Leave out new sections without a text and without a note."""
        used = {row.section_key for row in self.notes}
        for key, row in list(self.sections.items()):
            if row.is_new and key not in used and not self._is_any_written(row.prefix, WRITTEN_SECTION):
                del self.sections[key]

    def _is_any_written(self, prefix: str | None, names: Iterable[str]) -> bool:
        return any(self._posted(f"{prefix}-{name}").strip() for name in names)

    def _posted(self, name: str) -> str:
        return str((self.data or {}).get(name, ""))

    def _posted_count(self, name: str) -> int:
        """Return how many rows of a name the page sent."""
        text = self._posted(f"{name}-count")
        return min(int(text), MAX_ROWS) if text.isdecimal() and len(text) <= MAX_COUNT_DIGITS else 0


def _rank_request[Row: (SectionRow, NoteRow)](row: Row) -> RankRequest[Row]:
    """Return which rank a row shall have; one that the person did not move stays where it is now."""
    current = row.stored_fingerprint.rank or None
    if not row.is_bound:
        return RankRequest(row, current, current)
    typed = None if row.errors.get("rank") else row.cleaned_data.get("rank")
    if row.is_moved:
        return RankRequest(row, typed, None)
    return RankRequest(row, current if typed in (None, row.seen_fingerprint.rank) else typed, current)


def _number(rows: list[NoteRow]) -> list[NoteRow]:
    """Number the notes of a section, and return them."""
    for number, row in enumerate(rows, 1):
        row.number = number
    return rows


def _section_fingerprints(sections: Iterable[Section]) -> Iterator[tuple[str, RowFingerprint]]:
    for rank, section in enumerate(sections, 1):
        yield str(section.pk), fingerprint_of(section, SECTION_TEXTS, rank=rank)


def _note_fingerprints(notes: Iterable[Note]) -> Iterator[tuple[str, RowFingerprint]]:
    """Yield the fingerprint of each note by its primary key; ranks are counted within a section."""
    ranks: Counter[int] = Counter()
    for note in notes:
        ranks[note.section_id] += 1
        yield str(note.pk), fingerprint_of(note, Note.CONTENT_FIELDS, str(note.section_id), ranks[note.section_id])

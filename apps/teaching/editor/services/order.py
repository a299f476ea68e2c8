"""Moves cards and sections of a lesson. Lock its deck before they are read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from apps.cards.forms.notes import label_problem
from apps.cards.models import Note, Section
from apps.cards.siblings import problems_of
from apps.lessons.editing.row_order import increasing
from apps.lessons.models import Lesson
from apps.lessons.services.save_page import NoteChange, PageChanges, save_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

NO_POSITION = -1


class CannotMove(ValueError):
    """A card does not fit into the section; the message says what must be fixed first."""


@transaction.atomic
def move_card(lesson: Lesson, note: Note, section: Section, before: int | None) -> None:
    """Move a note before the one with this key, or to the end of the section. Raises CannotMove."""
    changes = PageChanges(lesson)
    is_new = note.section_id != section.pk
    note.section = section
    if is_new:
        _check(note)
        changes.notes.append(NoteChange(note, section, "moved"))
    others = list(_ordered(section.notes.exclude(pk=note.pk)))
    index = next((index for index, other in enumerate(others) if other.pk == before), len(others))
    others.insert(index, note)
    note.position = NO_POSITION
    moved = _renumber(others)
    changes.moved_notes = [each for each in moved if not (is_new and each is note)]
    save_page(changes)


def step_card(lesson: Lesson, note: Note, *, down: bool) -> None:
    """Move a note one step among those in use; from the edge of its section into the next one. Raises CannotMove."""
    rows = [each.pk for each in _ordered(note.section.notes.filter(archived=False))]
    index = rows.index(note.pk)
    if down and index + 1 < len(rows):
        move_card(lesson, note, note.section, _at(rows, index + 2))
    elif not down and index:
        move_card(lesson, note, note.section, rows[index - 1])
    elif neighbor := _neighbor(list(lesson.deck.sections.all()), note.section, down=down):
        first = _ordered(neighbor.notes.filter(archived=False)).first() if down else None
        move_card(lesson, note, neighbor, first.pk if first else None)


def step_section(lesson: Lesson, section: Section, *, down: bool) -> None:
    """Move a section one step up or down."""
    sections = list(lesson.deck.sections.all())
    neighbor = _neighbor(sections, section, down=down)
    if neighbor is None:
        return
    index, other = sections.index(section), sections.index(neighbor)
    sections[index], sections[other] = neighbor, sections[index]
    save_page(PageChanges(lesson, moved_sections=_renumber(sections)))


def _check(note: Note) -> None:
    sentences = [sentence for found in problems_of(note).values() for sentence in found]
    if problem := next(iter(sentences), "") or label_problem(note):
        raise CannotMove(problem)


def _ordered(notes: "QuerySet[Note]") -> "QuerySet[Note]":
    return notes.order_by("position", "pk")


def _renumber[Row: (Note, Section)](rows: Sequence[Row]) -> list[Row]:
    """Number the rows in this order; return those that have another position now."""
    moved = []
    for row, position in zip(rows, increasing([row.position for row in rows]), strict=True):
        if row.position != position:
            row.position = position
            moved.append(row)
    return moved


def _neighbor(sections: Sequence[Section], section: Section, *, down: bool) -> Section | None:
    index = [each.pk for each in sections].index(section.pk) + (1 if down else -1)
    return sections[index] if 0 <= index < len(sections) else None


def _at(rows: Sequence[int], index: int) -> int | None:
    return rows[index] if index < len(rows) else None

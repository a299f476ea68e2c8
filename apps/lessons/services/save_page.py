"""Saves what an instructor changed on a lesson's page. No learner's schedule changes."""

from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction

from apps.cards.models import Note, Section
from apps.cards.services.find_duplicates import update_duplicate_groups
from apps.cards.services.notes import save_notes, save_positions
from apps.cards.services.sections import save_section
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import save_texts

type ChangeKind = Literal["added", "archived", "changed", "moved"]


@dataclass(frozen=True)
class NoteChange:
    """A note to save, in which section it shall be, and what is different."""

    note: Note
    section: Section
    kind: ChangeKind


@dataclass
class PageChanges:
    """What is different on a lesson's page. Of the moved ones only the position is saved."""

    lesson: Lesson
    has_new_texts: bool = False
    renames_deck: bool = False
    sections: list[Section] = field(default_factory=list)
    removed_sections: list[Section] = field(default_factory=list)
    moved_sections: list[Section] = field(default_factory=list)
    notes: list[NoteChange] = field(default_factory=list)
    moved_notes: list[Note] = field(default_factory=list)


@transaction.atomic
def save_page(changes: PageChanges) -> None:
    """Save the changes, all of them or none."""
    _save_lesson(changes)
    _save_sections(changes)
    for change in changes.notes:
        change.note.section = change.section
    save_notes([change.note for change in changes.notes])
    save_positions(changes.moved_notes)
    if changes.notes:
        update_duplicate_groups(changes.lesson.deck)


def _save_lesson(changes: PageChanges) -> None:
    if changes.has_new_texts:
        save_texts(changes.lesson)
    if changes.renames_deck:
        changes.lesson.deck.title = changes.lesson.title
        changes.lesson.deck.save(update_fields=["title"])


def _save_sections(changes: PageChanges) -> None:
    for section in changes.removed_sections:
        section.delete()
    for section in changes.sections:
        save_section(section)
    Section.objects.bulk_update(changes.moved_sections, ["position"])

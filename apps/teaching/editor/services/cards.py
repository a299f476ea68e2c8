"""Saves one card of a lesson as the whole page is saved."""

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Note, Section
from apps.cards.services.notes import next_position
from apps.cards.services.sections import save_section
from apps.lessons.models import Lesson
from apps.lessons.services.save_page import ChangeKind, NoteChange, PageChanges, save_page
from apps.library.services.write_cards import add_card


@transaction.atomic
def add_card_to_lesson(person: User, note: Note, *, draft: str, new_label: str = "") -> None:
    """Add a note as the last one of its section, and its label to those of the section. Raises AlreadyAdded.

    Lock the deck before the section is read: what others saved since would be lost.
    """
    if new_label:
        save_section(_with_label(note.section, new_label))
    add_card(person, note, draft=draft)


@transaction.atomic
def save_card(lesson: Lesson, note: Note, *, new_label: str = "", moved: bool = False) -> None:
    """Save an edited note, as the last one of its section if that is another now.

    Lock the deck before the note is read: what others saved since would be lost.
    """
    changes = PageChanges(lesson, notes=[NoteChange(note, note.section, "moved" if moved else "changed")])
    if new_label:
        changes.sections.append(_with_label(note.section, new_label))
    if moved:
        note.position = next_position(note.section_id)
    save_page(changes)


@transaction.atomic
def archive_card(lesson: Lesson, note: Note, *, archived: bool) -> None:
    """Archive a note or restore it; lock the deck before the note is read."""
    kind: ChangeKind = "archived" if archived else "changed"
    note.archived = archived
    save_page(PageChanges(lesson, notes=[NoteChange(note, note.section, kind)]))


def _with_label(section: Section, label: str) -> Section:
    section.labels = [*section.labels, label]
    return section

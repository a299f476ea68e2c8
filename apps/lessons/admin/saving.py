"""Saving a lesson's page: what changed of it, in one transaction. No learner's schedule is touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.cards.models import Note, Section
from apps.cards.services.notes import place_notes, save_notes, save_section
from apps.lessons.admin.forms import LESSON_TEXTS, NoteRow
from apps.lessons.admin.page import PageForm
from apps.lessons.admin.reordering import numbered
from apps.lessons.services.find_duplicates import find_families


@dataclass
class Saved:
    """How much of a page was new or other than before."""

    added: int = 0
    changed: int = 0
    archived: int = 0
    moved: bool = False
    sections: int = 0
    lesson: bool = False

    def __str__(self) -> str:
        parts = list(self._parts())
        return f"Saved: {', '.join(parts)}." if parts else "Nothing was changed."

    def _parts(self) -> Iterator[str]:
        if self.lesson:
            yield "the lesson's own texts"
        if self.sections:
            yield _counted(self.sections, "section")
        for number, what in ((self.added, "added"), (self.changed, "changed"), (self.archived, "archived")):
            if number:
                yield f"{_counted(number, 'note')} {what}"
        if self.moved:
            yield "the order"


@transaction.atomic
def save_page(page: PageForm) -> Saved:
    """Save what the person changed of a valid page; the rest stays as it is, or as somebody else left it."""
    saved = Saved()
    _save_lesson(page, saved)
    _save_sections(page, saved, _offer_new_labels(page))
    _save_notes(page, saved)
    find_families(page.lesson.deck)
    return saved


def _save_lesson(page: PageForm, saved: Saved) -> None:
    form, lesson = page.lesson_text, page.lesson
    if not form.is_bound or not form.changed:
        return
    lesson.save(update_fields=LESSON_TEXTS)
    if lesson.deck.title == form.initial["title"]:
        lesson.deck.title = lesson.title
        lesson.deck.save(update_fields=["title"])
    saved.lesson = True


def _offer_new_labels(page: PageForm) -> set[str]:
    """Add the labels that shall be added to those of their exercises; return the keys of these."""
    keys = set()
    for row in page.notes:
        if row.is_bound and row.cleaned_data["add_label"] and row.cleaned_data["label"]:
            section = page.sections[row.in_section].instance
            section.labels = list(dict.fromkeys([*section.labels, row.cleaned_data["label"]]))
            keys.add(row.in_section)
    return keys


def _save_sections(page: PageForm, saved: Saved, other_labels: set[str]) -> None:
    rows = [row for row, _ in page.ordered]
    for row in [row for row in rows if row.is_bound and row.removable and row.cleaned_data["remove"]]:
        rows.remove(row)
        row.instance.delete()
        saved.sections += 1
    for row, position in zip(rows, numbered([_position(row) for row in rows]), strict=True):
        if row.key in other_labels or (row.is_bound and (row.is_new or row.changed)):
            row.instance.position = position
            page.stored_sections[row.key] = save_section(row.instance)
            saved.sections += 1
        elif row.instance.position != position:
            Section.objects.filter(pk=row.instance.pk).update(position=position)
            saved.moved = True


def _save_notes(page: PageForm, saved: Saved) -> None:
    changed: list[Note] = []
    placed: list[Note] = []
    for section, rows in page.ordered:
        for row, position in zip(rows, numbered([_position(row) for row in rows]), strict=True):
            note, had = row.instance, row.instance.position
            note.position = position
            if row.is_new or (row.is_bound and (row.changed or row.moved)):
                _count(row, saved)
                note.section = page.stored_sections[section.key]
                changed.append(note)
            elif had != position:
                placed.append(note)
    saved.moved = saved.moved or bool(placed)
    save_notes(changed)
    place_notes(placed)


def _count(row: NoteRow, saved: Saved) -> None:
    if row.is_new:
        saved.added += 1
    elif row.instance.archived:
        saved.archived += 1
    elif row.changed:
        saved.changed += 1
    else:
        saved.moved = True


def _position(row: Any) -> int:
    """Return where a row is stored; before everything when it is new or comes from another section."""
    return -1 if row.is_new or getattr(row, "moved", False) else int(row.instance.position)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

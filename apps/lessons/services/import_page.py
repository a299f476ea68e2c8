"""Imports a page into a course: plans, then applies, in one transaction. No schedule is ever touched."""

from dataclasses import dataclass, replace

from django.db import transaction

from apps.cards.models import Deck, Note, Section
from apps.cards.services.notes import place_notes, save_notes, save_section
from apps.courses.models import Course
from apps.formats.practice_page.records import Item, Page, Part
from apps.lessons.importing import field_values
from apps.lessons.importing.matching import Placed
from apps.lessons.importing.plan import Plan, plan
from apps.lessons.models import Lesson
from apps.lessons.services.find_duplicates import find_families
from apps.lessons.services.lessons import create_lesson


@dataclass(frozen=True)
class Imported:
    """What became of a page: its lesson and what changed there."""

    lesson: Lesson
    plan: Plan


@transaction.atomic
def import_page(page: Page, course: Course, slug: str) -> Imported:
    """Import a page as the course's lesson of that slug, new or already there; raises Refused and changes nothing."""
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # one import at a time, or they plan the same
    made = plan(page, lesson_at(course, slug))
    lesson = made.lesson or _new_lesson(page, course, slug)
    _update(lesson, field_values.of_lesson(lesson, page))
    _update(lesson.deck, field_values.of_deck(lesson.deck, page))
    sections = _save_sections(made, lesson.deck)
    _save_notes(made, lesson.deck, sections)
    if made.added or made.changed or made.removed:
        find_families(lesson.deck)
    return Imported(lesson, made)


def lesson_at(course: Course, slug: str) -> Lesson | None:
    """Return the course's lesson of that slug, if there is one; a course that is not saved yet has none."""
    return course.lessons.select_related("deck").filter(slug=slug).first() if course.pk else None


def _new_lesson(page: Page, course: Course, slug: str) -> Lesson:
    title = field_values.title_of(page) or slug.replace("-", " ").capitalize()
    return create_lesson(Lesson(course=course, slug=slug, title=title))


def _update(row: Lesson | Deck, changed: dict[str, str]) -> None:
    """Save the texts that differ, if any do."""
    for name, text in changed.items():
        setattr(row, name, text)
    if changed:
        row.save(update_fields=list(changed))


def _save_sections(made: Plan, deck: Deck) -> list[Section]:
    """Save the sections of the page in its order; those that are not on it any more go behind them."""
    sections = [
        _save_part(section or Section(deck=deck), part, position, formatted=made.page.formatted)
        for position, (part, section) in enumerate(zip(made.page.parts, made.sections, strict=True), 1)
    ]
    here = [section.pk for section in sections]
    for position, section in enumerate(deck.sections.exclude(pk__in=here), len(sections) + 1):
        if section.position != position:
            section.position = position
            section.save(update_fields=["position"])
    return sections


def _save_part(section: Section, part: Part, position: int, *, formatted: bool) -> Section:
    changed = field_values.of_section(section, part, position, formatted=formatted)
    for name, value in changed.items():
        setattr(section, name, value)
    return save_section(section) if changed or section.pk is None else section


def _save_notes(made: Plan, deck: Deck, sections: list[Section]) -> None:
    """Save new and changed notes, archive those that left, put all in the page's order, and drop sections they left."""
    left = {note.section_id for note, _ in made.changed} - {section.pk for section in sections}
    saved = [_placed(field_values.written(Note(deck=deck), each.item), each, sections) for each in made.added]
    for note, each in made.changed:
        saved.append(_placed(field_values.written(note, _kept(note, each.item, made.page)), each, sections))
    for note in made.removed:
        note.archived = True
    if saved or made.removed:
        save_notes([*saved, *made.removed])
    moved = [(note, each) for note, each in made.unchanged if note.position != each.place + 1]
    place_notes([_placed(note, each, sections) for note, each in moved])
    deck.sections.filter(pk__in=left, notes=None).delete()


def _kept(note: Note, item: Item, page: Page) -> Item:
    """Return the item with what the page cannot say of it as the note has it: its tags, its formatting, its extra."""
    item = replace(item, guid=note.guid, tags=item.tags or note.tags)
    if page.formatted:
        return item
    same = (
        name
        for name in ("front", "back")
        if field_values.plain(getattr(note, name)) == field_values.plain(getattr(item, name))
    )
    return replace(item, extra=note.extra, **{name: getattr(note, name) for name in same})


def _placed(note: Note, placed: Placed, sections: list[Section]) -> Note:
    note.section, note.position, note.archived = sections[placed.part], placed.place + 1, False
    return note

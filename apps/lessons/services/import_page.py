"""Imports a page into a course: plans, then applies, in one transaction. No schedule is ever touched."""

from dataclasses import dataclass, replace

from django.db import transaction

from apps.cards.comparing.note_matching import PositionedItem
from apps.cards.models import Deck, Note, Section
from apps.cards.services.find_duplicates import update_duplicate_groups
from apps.cards.services.notes import save_notes, save_positions
from apps.cards.services.sections import save_section
from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.formats.practice_page.records import Item, Page, Part
from apps.lessons.importing import field_values
from apps.lessons.importing.plan import LessonPlan, lesson_at, plan_page
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import create_lesson, move_to_track


@dataclass(frozen=True)
class PageImport:
    """What became of a page: its lesson and what changed there."""

    lesson: Lesson
    plan: LessonPlan


@transaction.atomic
def import_page(page: Page, course: Course, slug: str) -> PageImport:
    """Import a page as the course's lesson of that slug, new or existing; raises ImportProblem and changes nothing."""
    lock_course(course.pk)  # one import at a time, or they plan the same
    plan = plan_page(page, lesson_at(course, slug))
    lesson = plan.lesson or _new_lesson(page, course, slug)
    _update_lesson(lesson, field_values.of_lesson(lesson, page))
    _update(lesson.deck, field_values.of_deck(lesson.deck, page))
    sections = _save_sections(plan, lesson.deck)
    _save_notes(plan, lesson.deck, sections)
    if plan.added or plan.changed or plan.removed:
        update_duplicate_groups(lesson.deck)
    return PageImport(lesson, plan)


def _new_lesson(page: Page, course: Course, slug: str) -> Lesson:
    title = field_values.new_title(page, slug)
    return create_lesson(Lesson(course=course, slug=slug, title=title, track=page.track))


def _update_lesson(lesson: Lesson, changed: dict[str, str]) -> None:
    if track := changed.pop("track", ""):
        move_to_track(lesson, track)
    _update(lesson, changed)


def _update(row: Lesson | Deck, changed: dict[str, str]) -> None:
    """Save the texts that differ, if any do."""
    for name, text in changed.items():
        setattr(row, name, text)
    if changed:
        row.save(update_fields=list(changed))


def _save_sections(plan: LessonPlan, deck: Deck) -> list[Section]:
    """Save the sections of the page in its order; those that are no longer on it follow them."""
    sections = [
        _save_part(section or Section(deck=deck), part, position, formatted=plan.page.formatted)
        for position, (part, section) in enumerate(zip(plan.page.parts, plan.sections, strict=True), 1)
    ]
    on_page = [section.pk for section in sections]
    for position, section in enumerate(deck.sections.exclude(pk__in=on_page), len(sections) + 1):
        if section.position != position:
            section.position = position
            section.save(update_fields=["position"])
    return sections


def _save_part(section: Section, part: Part, position: int, *, formatted: bool) -> Section:
    changed = field_values.of_section(section, part, position, formatted=formatted)
    for name, value in changed.items():
        setattr(section, name, value)
    return save_section(section) if changed or section.pk is None else section


def _save_notes(plan: LessonPlan, deck: Deck, sections: list[Section]) -> None:
    """Save new and changed notes, archive removed ones, put all in the page's order, and delete emptied sections."""
    left = {note.section_id for note, _ in plan.changed} - {section.pk for section in sections}
    saved = [_move(field_values.write_item(Note(deck=deck), each.item), each, sections) for each in plan.added]
    for note, each in plan.changed:
        saved.append(_move(field_values.write_item(note, _completed(note, each.item, plan.page)), each, sections))
    for note in plan.removed:
        note.archived = True
    if saved or plan.removed:
        save_notes([*saved, *plan.removed])
    moved = [(note, each) for note, each in plan.unchanged if note.position != each.position + 1]
    save_positions([_move(note, each, sections) for note, each in moved])
    deck.sections.filter(pk__in=left, notes=None).delete()


def _completed(note: Note, item: Item, page: Page) -> Item:
    """Return the item with what the page lacks as the note has it: its tags, its formatting, its extra."""
    item = replace(item, guid=note.guid, tags=item.tags or note.tags)
    if page.formatted:
        return item
    same = (
        name
        for name in ("front", "back")
        if field_values.plain(getattr(note, name)) == field_values.plain(getattr(item, name))
    )
    return replace(item, extra=note.extra, **{name: getattr(note, name) for name in same})


def _move(note: Note, placed: PositionedItem, sections: list[Section]) -> Note:
    note.section, note.position, note.archived = sections[placed.part], placed.position + 1, False
    return note

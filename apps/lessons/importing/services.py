"""Imports a page into a course: plans, then applies, in one transaction. No schedule is ever touched."""

from dataclasses import dataclass

from django.db import transaction

from apps.cards.models import Deck, Note, Section
from apps.cards.services import save_notes, save_section
from apps.courses.models import Course
from apps.lessons.families import find_families
from apps.lessons.importing.matching import Placed
from apps.lessons.importing.plan import Plan, plan, same_text, title_of
from apps.lessons.models import Lesson
from apps.lessons.practice.records import Page, Part
from apps.lessons.services import create_lesson

CREDITS = {"language": 35, "licence": 200, "attribution": 500, "source_url": 200}  # characters that a deck keeps


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
    _save_credits(page, lesson)
    sections = _save_sections(made, lesson.deck)
    _save_notes(made, lesson.deck, sections)
    find_families(lesson.deck)
    return Imported(lesson, made)


def lesson_at(course: Course, slug: str) -> Lesson | None:
    """Return the course's lesson of that slug, if there is one; a course that is not saved yet has none."""
    return course.lessons.select_related("deck").filter(slug=slug).first() if course.pk else None


def _new_lesson(page: Page, course: Course, slug: str) -> Lesson:
    title = title_of(page) or slug.replace("-", " ").capitalize()
    return create_lesson(Lesson(course=course, slug=slug, title=title))


def _save_credits(page: Page, lesson: Lesson) -> None:
    """Keep what the page says of itself; what it does not say stays as it was."""
    title = title_of(page) or lesson.title
    texts = {"title": title, "description": page.description[:500], "introduction": page.introduction}
    if not page.formatted and same_text(lesson.introduction, page.introduction, formatted=False):
        del texts["introduction"]
    _update(lesson, {name: text for name, text in texts.items() if text or name == "introduction"})
    _update(lesson.deck, {"title": title, **_credits(page)})


def _credits(page: Page) -> dict[str, str]:
    given = {name: getattr(page, name)[:most] for name, most in CREDITS.items() if getattr(page, name)}
    if not given.get("source_url", "").startswith(("https://", "http://")):
        given.pop("source_url", None)  # it becomes a link
    return given


def _update(row: Lesson | Deck, texts: dict[str, str]) -> None:
    """Save the texts that differ, if any do."""
    changed = [name for name, text in texts.items() if getattr(row, name) != text]
    for name in changed:
        setattr(row, name, texts[name])
    if changed:
        row.save(update_fields=changed)


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
    wanted = {"position": position, "kind": part.kind, "title": part.title, "labels": list(part.labels)}
    wanted["numbering"] = part.numbering
    for name in ("introduction", "closing"):
        text = getattr(part, name)
        if not same_text(getattr(section, name), text, formatted=formatted):
            wanted[name] = text
    changed = [name for name, value in wanted.items() if getattr(section, name) != value]
    for name in changed:
        setattr(section, name, wanted[name])
    return save_section(section) if changed or section.pk is None else section


def _save_notes(made: Plan, deck: Deck, sections: list[Section]) -> None:
    """Save new and changed notes, archive those that left, and put all in the page's order."""
    saved = [_filled(Note(deck=deck), each, sections) for each in made.added]
    saved += [_filled(note, each, sections, keep_tags=True) for note, each in made.changed]
    for note in made.removed:
        note.archived = True
    saved += made.removed
    moved = [note for note, each in made.unchanged if note.position != each.place + 1]
    for note, each in made.unchanged:
        note.section, note.position = sections[each.part], each.place + 1
    if saved or moved:
        save_notes([*saved, *moved])


def _filled(note: Note, placed: Placed, sections: list[Section], *, keep_tags: bool = False) -> Note:
    """Return the note with the item's texts at its place, in use."""
    item = placed.item
    for name in ("kind", "front", "back", "label", "extra"):
        setattr(note, name, getattr(item, name))
    note.tags = note.tags if keep_tags and not item.tags else item.tags
    note.guid = (item.guid if note.pk is None and item.guid else "") or note.guid
    note.section, note.position, note.archived = sections[placed.part], placed.place + 1, False
    return note

"""A lesson as the page it would be imported from."""

from apps.cards.models import Note, Section
from apps.formats.practice_page.records import Item, Page, Part
from apps.lessons.importing.field_values import PREFIX
from apps.lessons.models import Lesson


def page_of(lesson: Lesson) -> Page:
    """Return the lesson's page as a record, with its guids; what is archived is left out."""
    items: dict[int, list[Item]] = {}
    for note in lesson.deck.notes.filter(archived=False).order_by("position", "pk"):
        items.setdefault(note.section_id, []).append(_item(note))
    sections = lesson.deck.sections.filter(pk__in=items)
    deck = lesson.deck
    return Page(
        title=f"{PREFIX} {lesson.title}",
        description=lesson.description,
        introduction=lesson.introduction,
        parts=tuple(_part(section, items[section.pk]) for section in sections),
        track=lesson.track,
        language=deck.language,
        licence=deck.licence,
        attribution=deck.attribution,
        source_url=deck.source_url,
    )


def _part(section: Section, items: list[Item]) -> Part:
    return Part(
        kind=section.kind,
        title=section.title,
        introduction=section.introduction,
        closing=section.closing,
        labels=tuple(section.labels),
        numbering=section.numbering,
        items=tuple(items),
    )


def _item(note: Note) -> Item:
    names = ("front", "back", "label", "kind", "extra", "guid")
    return Item(**{name: getattr(note, name) for name in names}, tags=note.tags.strip())

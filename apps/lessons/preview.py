"""A practice page as learners will see it, before anything of it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.media.deck_media import media_for_text
from apps.cards.models import Deck, Note, Section
from apps.cards.rendering.media_tags import MediaByName
from apps.cards.siblings import RenderedCard, cards_of
from apps.formats.practice_page.records import Item, Page, Part
from apps.lessons.importing import field_values
from apps.lessons.models import Lesson
from apps.lessons.page import item_name

CARD_TEXTS = ("kind", "front", "back", "label", "extra")
MAX_CARDS = 4  # of one note: a preview of fifty blanks would take seconds at every key
MAX_NOTES = 200  # of a page that is imported


@dataclass(frozen=True)
class PreviewedNote:
    """One note of the preview, with advice on it; `prefix` is that of its form, where it has one."""

    prefix: str
    name: str
    cards: list[RenderedCard]
    problems: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PreviewedSection:
    """One section of the preview, with advice on it; `prefix` is that of its form, where it has one."""

    prefix: str
    section: Section
    notes: list[PreviewedNote]
    advice: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PreviewedLesson:
    """An imported page as the lesson that it would be; `more` is how many notes there are after the first ones."""

    lesson: Lesson
    sections: list[PreviewedSection]
    more: int


def preview_of_page(page: Page, slug: str, deck: Deck, prefix: str) -> PreviewedLesson:
    """Return the lesson that a page would become; `slug` and `deck` are that lesson's, saved or not.

    `prefix` begins the ids of what it shows, so that a page of HTML can show several.
    """
    title = field_values.new_title(page, slug)
    lesson = Lesson(title=title, description=page.description, introduction=page.introduction, deck=deck)
    items = [item for part in page.parts for item in part.items]
    media = media_for_text("".join(f"{item.front}{item.back}{item.extra}" for item in items), deck)
    return PreviewedLesson(lesson, list(_sections(page, media, prefix)), max(0, len(items) - MAX_NOTES))


def rendered(note: Note, section: Section, media: MediaByName) -> list[RenderedCard]:
    """Return the first cards that a note, saved or not, would make in a section; none of one that is unreadable."""
    copy = Note(section=section, **{name: getattr(note, name) for name in CARD_TEXTS})
    try:
        return cards_of(copy, MAX_CARDS, media)
    except UnreadableNote:
        return []


def _sections(page: Page, media: MediaByName, prefix: str) -> Iterator[PreviewedSection]:
    room = MAX_NOTES
    for number, part in enumerate(page.parts, 1):
        section = unsaved_section(part)
        items = list(islice(part.items, room))
        room -= len(items)
        if items:
            notes = [
                _note(f"{prefix}-{number}-{index}", index, item, section, media) for index, item in enumerate(items)
            ]
            yield PreviewedSection(f"{prefix}-{number}", section, notes)


def unsaved_section(part: Part) -> Section:
    """Return the section that a part of a page would become."""
    names = ("kind", "title", "introduction", "numbering", "closing")
    return Section(pk=Section.UNSAVED, labels=list(part.labels), **{name: getattr(part, name) for name in names})


def _note(prefix: str, index: int, item: Item, section: Section, media: MediaByName) -> PreviewedNote:
    note = field_values.write_item(Note(), item)
    return PreviewedNote(prefix, item_name(section, index), rendered(note, section, media))

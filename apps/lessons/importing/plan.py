"""What importing a page would change in a lesson. Reads, and writes nothing.

Texts are the same when learners see the same (docs/decisions/0013).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from apps.cards.comparing.note_matching import PositionedItem, match_page
from apps.cards.kinds.registry import CLOZE, OCCLUSION
from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.models import Card, Note, Section
from apps.cards.siblings import cards_of
from apps.cards.tags import normalize_tags
from apps.courses.models import Course
from apps.formats.limits import MAX_FIELD_LENGTH, MAX_PAGE_ITEMS
from apps.formats.markdown.deck_file import of_page
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Item, Page
from apps.formats.problems import page_problem
from apps.formats.validation import checked
from apps.lessons.importing import field_values
from apps.lessons.models import Lesson


@dataclass
class LessonPlan:
    """What would happen to each note. `sections` are the stored ones for each part of the page, None for a new one."""

    page: Page
    lesson: Lesson | None
    sections: list[Section | None]
    added: list[PositionedItem] = field(default_factory=list)
    changed: list[tuple[Note, PositionedItem]] = field(default_factory=list)
    removed: list[Note] = field(default_factory=list)
    unchanged: list[tuple[Note, PositionedItem]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many notes would be added, changed, removed and unchanged."""
        return {name: len(getattr(self, name)) for name in ("added", "changed", "removed", "unchanged")}

    @property
    def changed_surroundings(self) -> list[str]:
        """Return where texts around the notes would change: the titles of parts, "" for the page itself."""
        if self.lesson is None:
            return []
        own = field_values.of_lesson(self.lesson, self.page) or field_values.of_deck(self.lesson.deck, self.page)
        parts = enumerate(zip(self.page.parts, self.sections, strict=True), 1)
        formatted = self.page.formatted
        return [""] * bool(own) + [
            part.title
            for position, (part, section) in parts
            if section and field_values.of_section(section, part, position, formatted=formatted)
        ]


def lesson_at(course: Course, slug: str) -> Lesson | None:
    """Return the course's lesson of that slug, if there is one; a course that is not saved yet has none."""
    return course.lessons.select_related("deck").filter(slug=slug).first() if course.pk else None


def plan_page(page: Page, lesson: Lesson | None) -> LessonPlan:
    """Return what importing the page into the lesson (None: a new one) would change. Raises ImportProblem."""
    _check(page)
    items = list(_items(page))
    if lesson is None:
        return LessonPlan(page, None, [None] * len(page.parts), added=items)
    notes = list(lesson.deck.notes.select_related("section"))
    plan = LessonPlan(page, lesson, _sections(page, lesson))
    found = match_page(items, notes)
    cards = _cards(list(found.values()))
    for index, each in enumerate(items):
        note = found.get(index)
        if note is None:
            plan.added.append(each)
        elif _is_same(note, each, plan, cards.get(note.pk, [])):
            plan.unchanged.append((note, each))
        else:
            plan.changed.append((note, each))
    on_page = {note.pk for note in found.values()}
    plan.removed = [note for note in notes if note.pk not in on_page and not note.archived]
    return plan


def _items(page: Page) -> Iterator[PositionedItem]:
    """Yield the page's items in their order; a guid that was copied along with a card stays with the first."""
    seen = {""}
    for index, part in enumerate(page.parts):
        for position, item in enumerate(part.items):
            yield PositionedItem(replace(item, guid="") if item.guid in seen else item, part.kind, index, position)
            seen.add(item.guid)


def _check(page: Page) -> None:
    """Raise ImportProblem for a page that holds more than a deck may, or a blank that cannot be read."""
    if sum(len(part.items) for part in page.parts) > MAX_PAGE_ITEMS:
        message = _("This page has more than {count} questions and cards. Split it.", count=MAX_PAGE_ITEMS)
        raise page_problem(message)
    if len(page.introduction) > MAX_FIELD_LENGTH:
        message = _("The introduction is longer than {count} characters. Shorten it.", count=MAX_FIELD_LENGTH)
        raise page_problem(message)
    checked(of_page(replace(page, title=field_values.title_of(page))))
    for part in page.parts:
        for item in part.items:
            _check_blanks(item)


def _check_blanks(item: Item) -> None:
    try:
        if item.kind in (CLOZE, OCCLUSION):
            list(cards_of(field_values.write_item(Note(), item), 1))
    except UnreadableNote as error:
        raise page_problem(error.message, item.line) from error


def _sections(page: Page, lesson: Lesson) -> list[Section | None]:
    """Return the stored section of each part: that of the same title, else the next one of its kind."""
    free = list(lesson.deck.sections.all())
    found: list[Section | None] = [None] * len(page.parts)
    for is_match in (lambda part, section: part.title == section.title, lambda part, section: True):
        for index, part in enumerate(page.parts):
            section = next((each for each in free if each.kind == part.kind and is_match(part, each)), None)
            if found[index] is None and section is not None:
                found[index] = section
                free.remove(section)
    return found


def _cards(notes: list[Note]) -> dict[int, list[Card]]:
    cards: dict[int, list[Card]] = {}
    for card in Card.objects.filter(note__in=notes).order_by("note_id", "ordinal"):
        cards.setdefault(card.note_id, []).append(card)
    return cards


def _is_same(note: Note, placed: PositionedItem, plan: LessonPlan, cards: list[Card]) -> bool:
    """Return whether learners would see no difference between the stored note and the item."""
    item, section = placed.item, plan.sections[placed.part]
    if note.archived or section is None or note.section_id != section.pk:
        return False
    if note.kind != item.kind or note.label != item.label or not _has_tags(note, item):
        return False
    if (note.front, note.back, note.extra) == (item.front, item.back, item.extra):
        return True
    if not plan.page.formatted:
        return all(
            field_values.plain(getattr(note, name)) == field_values.plain(getattr(item, name))
            for name in ("front", "back")
        )
    stored = [(card.ordinal, card.front, card.back) for card in cards]
    return stored == [
        (text.ordinal, text.front, text.back) for text in cards_of(field_values.write_item(Note(section=section), item))
    ]


def _has_tags(note: Note, item: Item) -> bool:
    """Return whether the tags are the same, or the page has none."""
    return not item.tags or note.tags == normalize_tags(item.tags.split())

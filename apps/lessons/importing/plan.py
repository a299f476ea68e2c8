"""What importing a page would change in a lesson. Reads, and writes nothing.

Texts are the same when learners see the same (docs/decisions/0013).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from apps.cards.kinds.cloze import ClozeError
from apps.cards.kinds.registry import cards_of
from apps.cards.models import Card, Note, Section
from apps.cards.services.notes import normal_tags
from apps.formats.limits import MAX_FIELD_LENGTH, MAX_LABEL_LENGTH, MAX_TAGS_LENGTH
from apps.formats.practice_page.records import Item, Page, Part
from apps.formats.problems import page_problem
from apps.lessons.importing import field_values
from apps.lessons.importing.matching import Placed, matches
from apps.lessons.models import Lesson

MAX_ITEMS = 5_000  # of one page


@dataclass
class Plan:
    """What would happen to each note. `sections` are the stored ones for each part of the page, None for a new one."""

    page: Page
    lesson: Lesson | None
    sections: list[Section | None]
    added: list[Placed] = field(default_factory=list)
    changed: list[tuple[Note, Placed]] = field(default_factory=list)
    removed: list[Note] = field(default_factory=list)
    unchanged: list[tuple[Note, Placed]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many notes there are of each sort."""
        return {sort: len(getattr(self, sort)) for sort in ("added", "changed", "removed", "unchanged")}

    @property
    def around(self) -> list[str]:
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


def plan(page: Page, lesson: Lesson | None) -> Plan:
    """Return what importing the page into the lesson (None: a new one) would change, or raise Refused."""
    _refuse_what_does_not_fit(page)
    placed = list(_placed(page))
    if lesson is None:
        return Plan(page, None, [None] * len(page.parts), added=placed)
    notes = list(lesson.deck.notes.select_related("section"))
    made = Plan(page, lesson, _sections(page, lesson))
    found = matches(placed, notes)
    cards = _cards(list(found.values()))
    for index, each in enumerate(placed):
        note = found.get(index)
        if note is None:
            made.added.append(each)
        elif _is_same(note, each, made, cards.get(note.pk, [])):
            made.unchanged.append((note, each))
        else:
            made.changed.append((note, each))
    kept = {note.pk for note in found.values()}
    made.removed = [note for note in notes if note.pk not in kept and not note.archived]
    return made


def _placed(page: Page) -> Iterator[Placed]:
    """Yield the page's items in their order; a guid that was copied along with a card stays with the first."""
    seen = {""}
    for index, part in enumerate(page.parts):
        for place, item in enumerate(part.items):
            yield Placed(replace(item, guid="") if item.guid in seen else item, part.kind, index, place)
            seen.add(item.guid)


def _refuse_what_does_not_fit(page: Page) -> None:
    if sum(len(part.items) for part in page.parts) > MAX_ITEMS:
        raise page_problem(f"There are more than {MAX_ITEMS:,} questions and cards on this page. Divide it.")
    if len(field_values.title_of(page)) > field_values.TITLE_LIMIT:
        raise page_problem(f"The title is longer than {field_values.TITLE_LIMIT} characters. Shorten it.")
    for part in page.parts:
        _refuse_part(part)
        for item in part.items:
            _refuse_item(item)


def _refuse_part(part: Part) -> None:
    if len(part.title) > field_values.TITLE_LIMIT:
        raise page_problem(f"This heading is longer than {field_values.TITLE_LIMIT} characters. Shorten it.", part.line)
    if max(len(part.introduction), len(part.closing)) > MAX_FIELD_LENGTH:
        raise page_problem(
            f"The text of “{part.title}” is longer than {MAX_FIELD_LENGTH:,} characters. Divide it.", part.line
        )


def _refuse_item(item: Item) -> None:
    if max(len(item.front), len(item.back), len(item.extra)) > MAX_FIELD_LENGTH:
        raise page_problem(
            f"A question or answer is longer than {MAX_FIELD_LENGTH:,} characters. Divide it.", item.line
        )
    if len(item.label) > MAX_LABEL_LENGTH:
        raise page_problem(f"A label is longer than {MAX_LABEL_LENGTH} characters. Shorten it.", item.line)
    if len(normal_tags(item.tags.split())) > MAX_TAGS_LENGTH or len(item.guid) > 64:
        raise page_problem("Its tags or its guid are too long. Shorten them.", item.line)
    if item.kind not in Note.Kind.values:
        raise page_problem(f"“{item.kind}” is no kind of card. Use {', '.join(Note.Kind.values)}.", item.line)
    try:
        list(cards_of(field_values.written(Note(), item), 1) if item.kind == Note.Kind.CLOZE else ())
    except ClozeError as error:
        raise page_problem(str(error), item.line) from error


def _sections(page: Page, lesson: Lesson) -> list[Section | None]:
    """Return the stored section of each part: that of the same title, else the next one of its kind."""
    free = list(lesson.deck.sections.all())
    found: list[Section | None] = [None] * len(page.parts)
    for alike in (lambda part, section: part.title == section.title, lambda part, section: True):
        for index, part in enumerate(page.parts):
            section = next((each for each in free if each.kind == part.kind and alike(part, each)), None)
            if found[index] is None and section is not None:
                found[index] = section
                free.remove(section)
    return found


def _cards(notes: list[Note]) -> dict[int, list[Card]]:
    cards: dict[int, list[Card]] = {}
    for card in Card.objects.filter(note__in=notes).order_by("note_id", "ordinal"):
        cards.setdefault(card.note_id, []).append(card)
    return cards


def _is_same(note: Note, placed: Placed, made: Plan, cards: list[Card]) -> bool:
    """Whether learners would see no difference between the stored note and the item."""
    item, section = placed.item, made.sections[placed.part]
    if note.archived or section is None or note.section_id != section.pk:
        return False
    if note.kind != item.kind or note.label != item.label or not _has_tags(note, item):
        return False
    if (note.front, note.back, note.extra) == (item.front, item.back, item.extra):
        return True
    if not made.page.formatted:
        return all(
            field_values.plain(getattr(note, name)) == field_values.plain(getattr(item, name))
            for name in ("front", "back")
        )
    stored = [(card.ordinal, card.front, card.back) for card in cards]
    return stored == [
        (text.ordinal, text.front, text.back) for text in cards_of(field_values.written(Note(section=section), item))
    ]


def _has_tags(note: Note, item: Item) -> bool:
    """Whether the tags are the same, or the page, which may know of none, gives none."""
    return not item.tags or note.tags == normal_tags(item.tags.split())

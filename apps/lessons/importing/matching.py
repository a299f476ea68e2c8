"""Which of a lesson's notes is which item of a page: by guid, by the same texts or question, by likeness. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from apps.cards.models import Note
from apps.cards.similarity import SAME, Words, likeness_of, words_of
from apps.formats.practice_page.records import Item

MAX_PAIRS = 250_000  # compared by likeness; where there are more, guids and questions decide alone
FRONT, BACK = 0.7, 0.3  # what a note's front and its back say of whether it is the same


@dataclass(frozen=True)
class Placed:
    """An item and where it stands: in which part of the page, and at which place there, both counted from 0."""

    item: Item
    kind: str  # of its part
    part: int
    place: int


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


type Keys = tuple[Callable[[Placed], Hashable], Callable[[Note], Hashable]]

GUIDS: Keys = (lambda placed: placed.item.guid or None, lambda note: note.guid)
# Tells those apart that ask the same; an archived note never comes before one in use.
TEXTS: Keys = (
    lambda placed: (placed.kind, _words(placed.item.front), _words(placed.item.back)),
    lambda note: None if note.archived else (note.section.kind, _words(note.front), _words(note.back)),
)
QUESTIONS_OF_KIND: Keys = (
    lambda placed: (placed.kind, _words(placed.item.front)),
    lambda note: (note.section.kind, _words(note.front)),
)
QUESTIONS: Keys = (lambda placed: _words(placed.item.front), lambda note: _words(note.front))


def matches(placed: Sequence[Placed], notes: Sequence[Note]) -> dict[int, Note]:
    """Return the note of each item that has one, by the item's place in `placed`. A note is matched once.

    `notes` bring their sections along; those in use come before archived ones.
    """
    found: dict[int, Note] = {}
    free = sorted(notes, key=lambda note: note.archived)
    for same in (GUIDS, TEXTS, QUESTIONS_OF_KIND, QUESTIONS):
        free = _take(found, placed, free, same)
    _take_alike(found, placed, free)
    return found


def _take(found: dict[int, Note], placed: Sequence[Placed], free: list[Note], keys: Keys) -> list[Note]:
    """Match items and notes with the same key, in their order; return the notes that are still free."""
    of_item, of_note = keys
    waiting: dict[Hashable, list[Note]] = defaultdict(list)
    for note in reversed(free):
        waiting[of_note(note)].append(note)
    for index, each in enumerate(placed):
        key = of_item(each)
        if index not in found and key is not None and waiting[key]:
            found[index] = waiting[key].pop()
    taken = {note.pk for note in found.values()}
    return [note for note in free if note.pk not in taken]


def _take_alike(found: dict[int, Note], placed: Sequence[Placed], free: list[Note]) -> None:
    """Match what is left by likeness, the likest pairs first."""
    open_items = [index for index in range(len(placed)) if index not in found]
    if len(open_items) * len(free) > MAX_PAIRS:
        return
    taken: set[int] = set()
    for _, index, note in sorted(_alike(open_items, placed, free), key=lambda pair: (-pair[0], pair[1], pair[2].pk)):
        if index not in found and note.pk not in taken:
            found[index] = note
            taken.add(note.pk)


def _alike(open_items: list[int], placed: Sequence[Placed], free: list[Note]) -> Iterator[tuple[float, int, Note]]:
    known = [(note, words_of(note.front), words_of(note.back)) for note in free]
    for index in open_items:
        front, back = words_of(placed[index].item.front), words_of(placed[index].item.back)
        for note, its_front, its_back in known:
            alike = _likeness(front, back, its_front, its_back)
            if alike >= SAME and placed[index].kind == note.section.kind:
                yield alike, index, note


def _likeness(front: Words, back: Words, its_front: Words, its_back: Words) -> float:
    """Return how alike two notes are: by their fronts, or by both sides where the back has hardly changed."""
    by_front = likeness_of(front, its_front)
    return max(by_front, FRONT * by_front + BACK * likeness_of(back, its_back))

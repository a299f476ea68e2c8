"""Which notes of an import are there already: by their identifiers, then by their texts, then by their similarity.

Notes of a deck come in a stream, each with all of its keys; those of a practice page are there at once, so that each
key is tried for all of them before the next one.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import QuerySet

from apps.cards.comparing.similarity import SAME, AnalyzedText, analyze, similarity_of
from apps.cards.models import Deck, Note
from apps.formats.practice_page.records import Item

MAX_PAIRS = 250_000  # compared by similarity; where there are more, identifiers and questions decide alone
FRONT, BACK = 0.7, 0.3  # what a note's front and its back count for its similarity

type NoteInDeck = tuple[int, int]  # the keys of a note and of its deck


class ExistingNotes[N: Hashable]:
    """Notes by keys of any kind. Each is matched once; of several with a key, the one added last comes first."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, list[N]] = defaultdict(list)
        self._matched: set[N] = set()

    def add(self, note: N, *keys: Hashable) -> None:
        """Let a note be found by these keys."""
        for key in keys:
            self._by_key[key].append(note)

    def match(self, *keys: Hashable) -> N | None:
        """Return the note of the first of these keys that has one left: it is matched from now on."""
        for key in keys:
            free = self._by_key.get(key, [])
            while free:
                note = free.pop()
                if note not in self._matched:
                    self._matched.add(note)
                    return note
        return None


class DeckNotes:
    """The notes of some decks; a deck is read when the first note of the file goes there."""

    def __init__(self, decks: QuerySet[Deck], *, guids_are_unique: bool) -> None:
        """`guids_are_unique` where an identifier names a note in whatever deck it is."""
        self._notes: ExistingNotes[NoteInDeck] = ExistingNotes()
        self._guids: dict[int, set[str]] = {}
        if guids_are_unique:
            notes = Note.objects.filter(deck__in=decks).order_by("-pk").values_list("guid", "pk", "deck_id")
            for guid, pk, deck in notes.iterator():
                self._notes.add((pk, deck), (None, guid))

    def match(self, guid: str, front: str, deck: Deck) -> NoteInDeck | None:
        """Return the note that this is, matched from now on; None for a new one."""
        anywhere = [(None, guid)] if guid else []
        if deck.pk is None:
            return self._notes.match(*anywhere)
        if deck.pk not in self._guids:
            self._read(deck)
        here = [(deck.pk, guid)] if guid else []
        return self._notes.match(*here, *anywhere, (deck.pk, _digest(front)))

    def has(self, guid: str, deck: Deck) -> bool:
        """Return whether a note of the deck has this identifier."""
        return guid in self._guids.get(deck.pk or 0, ())

    def _read(self, deck: Deck) -> None:
        guids = self._guids[deck.pk] = set()
        notes = Note.objects.filter(deck=deck).order_by("-pk").values_list("pk", "guid", "front")
        for pk, guid, front in notes.iterator():
            guids.add(guid)
            self._notes.add((pk, deck.pk), (deck.pk, guid), (deck.pk, _digest(front)))


@dataclass(frozen=True)
class PositionedItem:
    """An item of a page, the kind of its part, which part of the page that is, and where it is there, from 0."""

    item: Item
    kind: str
    part: int
    position: int


type Keys = tuple[Callable[[PositionedItem], Hashable], Callable[[Note], Hashable]]

GUIDS: Keys = (lambda each: each.item.guid or None, lambda note: note.guid)
# Tells those apart that ask the same; an archived note never comes before one in use.
TEXTS: Keys = (
    lambda each: (each.kind, _plain(each.item.front), _plain(each.item.back)),
    lambda note: None if note.archived else (note.section.kind, _plain(note.front), _plain(note.back)),
)
QUESTIONS_OF_KIND: Keys = (
    lambda each: (each.kind, _plain(each.item.front)),
    lambda note: (note.section.kind, _plain(note.front)),
)
QUESTIONS: Keys = (lambda each: _plain(each.item.front), lambda note: _plain(note.front))


def match_page(items: Sequence[PositionedItem], notes: Iterable[Note]) -> dict[int, Note]:
    """Return the note of each item that has one, by the item's index.

    `notes` have their sections loaded; those in use are matched before archived ones.
    """
    found: dict[int, Note] = {}
    free = sorted(notes, key=lambda note: note.archived)
    for keys in (GUIDS, TEXTS, QUESTIONS_OF_KIND, QUESTIONS):
        _match_by_key(found, items, free, keys)
        matched = {note.pk for note in found.values()}
        free = [note for note in free if note.pk not in matched]
    _match_by_similarity(found, items, free)
    return found


def _match_by_key(found: dict[int, Note], items: Sequence[PositionedItem], free: Sequence[Note], keys: Keys) -> None:
    """Match items and notes with the same key, in their order."""
    key_of_item, key_of_note = keys
    existing: ExistingNotes[Note] = ExistingNotes()
    for note in reversed(free):
        existing.add(note, key_of_note(note))
    for index, each in enumerate(items):
        key = key_of_item(each)
        same = existing.match(key) if index not in found and key is not None else None
        if same:
            found[index] = same


def _match_by_similarity(found: dict[int, Note], items: Sequence[PositionedItem], free: Sequence[Note]) -> None:
    """Match what is left, the most similar pairs first."""
    unmatched = [index for index in range(len(items)) if index not in found]
    if len(unmatched) * len(free) > MAX_PAIRS:
        return
    matched: set[int] = set()
    pairs = sorted(_similar_pairs(unmatched, items, free), key=lambda pair: (-pair[0], pair[1], pair[2].pk))
    for _, index, note in pairs:
        if index not in found and note.pk not in matched:
            found[index] = note
            matched.add(note.pk)


def _similar_pairs(
    unmatched: Iterable[int], items: Sequence[PositionedItem], free: Sequence[Note]
) -> Iterator[tuple[float, int, Note]]:
    known = [(note, analyze(note.front), analyze(note.back)) for note in free]
    for index in unmatched:
        front, back = analyze(items[index].item.front), analyze(items[index].item.back)
        for note, note_front, note_back in known:
            similarity = _similarity(front, back, note_front, note_back)
            if similarity >= SAME and items[index].kind == note.section.kind:
                yield similarity, index, note


def _similarity(front: AnalyzedText, back: AnalyzedText, note_front: AnalyzedText, note_back: AnalyzedText) -> float:
    """Return the similarity of two notes: by their fronts, or by both sides where the back has hardly changed."""
    by_front = similarity_of(front, note_front)
    return max(by_front, FRONT * by_front + BACK * similarity_of(back, note_back))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digest(front: str) -> bytes:
    """Return a short key for a front, whatever its spaces: decks may have a hundred thousand."""
    return blake2b(" ".join(front.split()).encode(errors="replace"), digest_size=16).digest()

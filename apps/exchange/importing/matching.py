"""Which notes of a file are there already: by their identifiers, then by their fronts."""

from collections import defaultdict
from hashlib import blake2b

from django.db.models import QuerySet

from apps.cards.models import Deck, Note

type Found = tuple[int, int]  # the keys of a note and of its deck


class ExistingNotes:
    """The notes that are there; each is found once."""

    def __init__(self, decks: QuerySet[Deck], *, guids_are_unique: bool) -> None:
        self._decks = decks
        self._everywhere: dict[str, Found] = {}
        self._by_guid: dict[int, dict[str, Found]] = {}
        self._by_front: dict[int, dict[bytes, list[Found]]] = {}
        self._taken: set[int] = set()
        if guids_are_unique:
            notes = Note.objects.filter(deck__in=decks).order_by("-pk").values_list("guid", "pk", "deck_id")
            self._everywhere = {guid: (pk, deck) for guid, pk, deck in notes.iterator()}

    def find(self, guid: str, front: str, deck: Deck) -> Found | None:
        """Return the note that this is, taken from now on; nothing for a new one."""
        key = deck.pk
        if key is None and not self._everywhere:
            return None
        if key is not None and key not in self._by_guid:
            self._read(deck)
        ways = [self._by_guid.get(key or 0, {}).get(guid), self._everywhere.get(guid)] if guid else []
        if fronts := self._by_front.get(key or 0):
            ways += fronts.get(_key(front), [])
        found = next((each for each in ways if each and each[0] not in self._taken), None)
        if found:
            self._taken.add(found[0])
        return found

    def has(self, guid: str, deck: Deck) -> bool:
        """Say whether a note of the deck has this identifier."""
        return guid in self._by_guid.get(deck.pk or 0, {})

    def _read(self, deck: Deck) -> None:
        by_guid: dict[str, Found] = {}
        by_front: dict[bytes, list[Found]] = defaultdict(list)
        notes = Note.objects.filter(deck=deck).order_by("pk").values_list("pk", "guid", "front")
        for pk, guid, front in notes.iterator():
            by_guid[guid] = (pk, deck.pk)
            by_front[_key(front)].append((pk, deck.pk))
        self._by_guid[deck.pk], self._by_front[deck.pk] = by_guid, dict(by_front)


def _key(front: str) -> bytes:
    """Return a short name of a front, whatever its spaces."""
    return blake2b(" ".join(front.split()).encode(errors="replace"), digest_size=16).digest()

"""Tagging, moving and archiving notes, and what takes that back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.cards.services.archive_and_tags import change_tags, set_archived
from apps.cards.services.deck_lock import lock_decks
from apps.cards.services.media import add_media_of
from apps.cards.services.notes import save_places
from apps.formats.limits import MAX_TAGS_LENGTH
from apps.reviews.services import move_notes

type Changes = dict[str, list]


def of(person: User, keys: Iterable[int]) -> QuerySet[Note]:
    """Return those of the notes that the person may change."""
    decks = Deck.objects.editable_by(person).values("pk")
    return Note.objects.filter(pk__in=list(keys), deck__in=decks).select_related("deck", "section").order_by("pk")


def add_tag(person: User, keys: Collection[int], tag: str) -> Changes:
    """Add a tag to the notes that do not have it and have room for it."""
    notes = [note for note in of(person, keys) if len(note.tags) + len(tag) < MAX_TAGS_LENGTH]
    without = [note for note in notes if tag not in note.tags.split()]
    change_tags(without, add=[tag])
    return {"changed": [note.pk for note in without], "possible": [note.pk for note in notes]}


def remove_tag(person: User, keys: Collection[int], tag: str) -> Changes:
    """Remove a tag from the notes that have it."""
    notes = list(of(person, keys))
    tagged = [note for note in notes if tag in note.tags.split()]
    change_tags(tagged, remove=[tag])
    return {"changed": [note.pk for note in tagged], "possible": [note.pk for note in notes]}


def archive(person: User, keys: Collection[int]) -> Changes:
    """Archive the notes that are in use."""
    notes = list(of(person, keys))
    in_use = [note for note in notes if not note.archived]
    for deck_notes in _by_deck(in_use).values():
        set_archived(deck_notes, True)
    return {"changed": [note.pk for note in in_use], "possible": [note.pk for note in notes]}


def restore(person: User, keys: Collection[int]) -> Changes:
    """Restore the notes that are archived."""
    notes = list(of(person, keys))
    archived = [note for note in notes if note.archived]
    for deck_notes in _by_deck(archived).values():
        set_archived(deck_notes, False)
    return {"changed": [note.pk for note in archived], "possible": [note.pk for note in notes]}


def move(person: User, keys: Collection[int], slug: str, today: date) -> Changes:
    """Move notes from own decks to the end of another own deck, with their pictures; no due date changes."""
    deck = person.decks.filter(slug=slug).first()
    if deck is None:
        return {"changed": [], "possible": [], "places": []}
    own_notes = of(person, keys).filter(deck__owner=person)
    lock_decks([deck.pk, *own_notes.order_by().values_list("deck", flat=True)])
    own = list(own_notes)
    possible, there = [], set(deck.notes.values_list("guid", flat=True).filter(guid__in=[note.guid for note in own]))
    for note in own:
        if note.deck_id == deck.pk:
            continue
        if note.guid not in there and add_media_of(note, deck):
            there.add(note.guid)
            possible.append(note)
    places = [[note.pk, note.deck_id, note.section_id, note.position] for note in possible]
    move_notes(possible, deck, today=today)
    inside = [note.pk for note in own if note.deck_id == deck.pk and note not in possible]
    moved = [pk for pk, *_place in places]
    return {"changed": moved, "possible": [*inside, *moved], "places": places}


def move_back(person: User, places: Iterable[tuple[int, int, int, int]], today: date) -> int:
    """Move notes back to where they were, those whose deck the person still has; return how many were moved."""
    number = 0
    by_deck: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for pk, key, section, position in places:
        by_deck[key][pk] = (section, position)
    moved = of(person, [pk for notes in by_deck.values() for pk in notes]).order_by()
    lock_decks(
        [*person.decks.filter(pk__in=by_deck).values_list("pk", flat=True), *moved.values_list("deck", flat=True)]
    )
    for deck in person.decks.filter(pk__in=by_deck):
        notes = [note for note in of(person, by_deck[deck.pk]).exclude(deck=deck) if add_media_of(note, deck)]
        move_notes(notes, deck, today=today)
        number += len(notes)
        sections = set(deck.sections.values_list("pk", flat=True))
        placed = [note for note in notes if by_deck[deck.pk][note.pk][0] in sections]
        for note in placed:
            note.section_id, note.position = by_deck[deck.pk][note.pk]
        save_places(placed)
    return number


def _by_deck(notes: Iterable[Note]) -> dict[int, list[Note]]:
    grouped = defaultdict(list)
    for note in notes:
        grouped[note.deck_id].append(note)
    return grouped

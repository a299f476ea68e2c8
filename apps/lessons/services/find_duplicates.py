"""Which notes of a lesson ask the same: they are a family, and no study day asks two of them."""

from collections.abc import Iterable

from django.db import transaction

from apps.cards.models import Deck, Note
from apps.cards.similarity import near_duplicates

MAX_NOTES = 1_000  # of a lesson; comparing each with each of a larger deck is not worth it


@transaction.atomic
def find_families(deck: Deck) -> None:
    """Give near-duplicates among the deck's notes in use one number, and all others none; texts do not change."""
    notes = list(
        deck.notes.filter(archived=False).order_by("pk").only("front", "back", "duplicate_group")[: MAX_NOTES + 1]
    )
    duplicate_groups = _families(notes) if len(notes) <= MAX_NOTES else {}
    changed = [note for note in notes if note.duplicate_group != duplicate_groups.get(note.pk)]
    for note in changed:
        note.duplicate_group = duplicate_groups.get(note.pk)
    Note.objects.bulk_update(changed, ["duplicate_group"], batch_size=500)


def _families(notes: list[Note]) -> dict[int, int]:
    """Return by note the number of its family: the row of the first of them."""
    pairs = near_duplicates([note.front for note in notes], [note.back for note in notes])
    first: dict[int, int] = {}
    for one, other in _rows(notes, pairs):
        duplicate_group = min(first.get(one, one), first.get(other, other))
        joined = {first.get(one, one), first.get(other, other)}
        first |= {note: duplicate_group for note, its in first.items() if its in joined} | {
            one: duplicate_group,
            other: duplicate_group,
        }
    return first


def _rows(notes: list[Note], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(notes[one].pk, notes[other].pk) for one, other in pairs]

"""Finds the notes of a lesson that ask the same, so that no study day asks two of them."""

from collections.abc import Iterable

from django.db import transaction

from apps.cards.comparing.similarity import near_duplicates
from apps.cards.models import Deck, Note

MAX_NOTES = 1_000  # of a lesson; comparing each with each of a larger deck is not worth it


@transaction.atomic
def update_duplicate_groups(deck: Deck) -> None:
    """Give near-duplicates among the deck's notes in use one number, and all others none; texts do not change."""
    notes = list(
        deck.notes.filter(archived=False).order_by("pk").only("front", "back", "duplicate_group")[: MAX_NOTES + 1]
    )
    groups = _groups(notes) if len(notes) <= MAX_NOTES else {}
    changed = [note for note in notes if note.duplicate_group != groups.get(note.pk)]
    for note in changed:
        note.duplicate_group = groups.get(note.pk)
    Note.objects.bulk_update(changed, ["duplicate_group"], batch_size=500)


def _groups(notes: list[Note]) -> dict[int, int]:
    """Return the group of each near-duplicate: the primary key of the first note in it."""
    pairs = near_duplicates([note.front for note in notes], [note.back for note in notes])
    groups: dict[int, int] = {}
    for one, other in _primary_keys(notes, pairs):
        merged = {groups.get(one, one), groups.get(other, other)}
        members = [note for note, group in groups.items() if group in merged]
        groups |= dict.fromkeys([*members, one, other], min(merged))
    return groups


def _primary_keys(notes: list[Note], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(notes[one].pk, notes[other].pk) for one, other in pairs]

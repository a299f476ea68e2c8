"""Writes to notes and their cards. None of them touches a learner's schedule."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from apps.cards.kinds import cards_of
from apps.cards.models import TAGS_LIMIT, Card, Deck, Note, Section

NOTE_TEXT = ("kind", "front", "back", "extra", "tags", "archived", "position", "section", "deck")


class TooManyTags(ValueError):
    """A note's tags would together be longer than a note can hold; the message names the note."""


def first_section(deck: Deck) -> Section:
    """Return where a note goes that names no section: the deck's first, made if it has none."""
    return deck.sections.first() or deck.sections.create(title="Flashcards")


@transaction.atomic
def save_note(note: Note) -> Note:
    """Save a note, new or edited, and make its cards anew; a card that it no longer makes is archived."""
    note.tags = normal_tags(note.tags.split())
    if note.section_id is None:
        note.section = first_section(note.deck)
    if note.pk is None:
        note.position = note.position or next_position(note.section)
        note.save()
    else:
        note.save(update_fields=NOTE_TEXT)
    _make_cards(note)
    return note


def _make_cards(note: Note) -> None:
    cards = cards_of(note)
    Card.objects.bulk_create(
        [
            Card(note=note, ordinal=card.ordinal, front=card.front, back=card.back, archived=note.archived)
            for card in cards
        ],
        update_conflicts=True,
        unique_fields=["note", "ordinal"],
        update_fields=["front", "back", "archived"],
    )
    note.cards.exclude(ordinal__in=[card.ordinal for card in cards]).update(archived=True)


def next_position(section: Section) -> int:
    """Return the position after the section's last note."""
    last: int | None = section.notes.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def set_archived(notes: Iterable[Note], archived: bool) -> int:
    """Archive the notes or bring them back, with their cards; return how many changed."""
    changed = [note for note in notes if note.archived != archived]
    for note in changed:
        note.archived = archived
        save_note(note)
    return len(changed)


@transaction.atomic
def change_tags(notes: Iterable[Note], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
    """Add and remove tags; return how many notes changed. Raises TooManyTags, and then none has."""
    add, remove = list(add), set(remove)
    changed = []
    for note in notes:
        tags = normal_tags([*(tag for tag in note.tags.split() if tag not in remove), *add])
        if len(tags) > TAGS_LIMIT:
            raise TooManyTags(f"The note “{note}” has no room for more tags. Take some from it first.")
        if tags != note.tags:
            note.tags = tags
            changed.append(note)
    Note.objects.bulk_update(changed, ["tags"], batch_size=500)
    return len(changed)


def normal_tags(words: Iterable[str]) -> str:
    """Return tags as they are stored: each once, with a space before and after, so that " tag " finds one."""
    unique = list(dict.fromkeys(word.strip(",") for word in words))
    return f" {' '.join(filter(None, unique))} " if any(unique) else ""

"""Writes to notes and their cards. None of them touches a learner's schedule."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apps.cards.deck_media import media_for_text
from apps.cards.models import Card, Deck, Note, Section
from apps.cards.note_cards import RenderedCard, cards_of
from apps.cards.rendering.media_tags import NO_MEDIA
from apps.cards.services import bulk_insert
from apps.formats.limits import MAX_TAGS_LENGTH

NOTE_TEXT = ("kind", "front", "back", "label", "extra", "tags", "archived", "position", "section", "deck")
CARD_TEXT = ("context", "front", "back", "choices", "label", "archived")
SECTION_TEXT = ("position", "kind", "title", "introduction", "labels", "numbering", "closing")
BATCH_SIZE = 200  # rows of one statement: histories are wide, and SQLite counts parameters


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
        note.position = note.position or next_position(note.section_id)
        note.save()
    else:
        note.save(update_fields=NOTE_TEXT)
    _make_cards(note)
    return note


@transaction.atomic
def save_notes(notes: Sequence[Note]) -> None:
    """Save many notes of one deck as `save_note` does one; each has its section and its position already."""
    for note in notes:
        note.tags = normal_tags(note.tags.split())
    new, old = [note for note in notes if note.pk is None], [note for note in notes if note.pk]
    if new:
        bulk_create_with_history(new, Note, batch_size=BATCH_SIZE)
        _make_cards(*new)
    change_notes(old, _texts_of(old))


@transaction.atomic
def change_notes(notes: Sequence[Note], texts: Sequence[Sequence[RenderedCard]]) -> None:
    """Save notes that are there, each with the cards that were made of it before."""
    if notes:
        bulk_update_with_history(notes, Note, NOTE_TEXT, batch_size=BATCH_SIZE)
        _store_cards(notes, texts)


@transaction.atomic
def add_notes(rows: Sequence[dict[str, Any]], texts: Sequence[Sequence[RenderedCard]]) -> list[int]:
    """Save many new notes by the columns of their rows, each with the cards made of it; return their keys."""
    bulk_insert.insert(Note, rows)
    keys: dict[tuple[int, str], int] = {}
    for some in batched(rows, BATCH_SIZE):
        there = Note.objects.filter(deck__in={row["deck_id"] for row in some}, guid__in=[row["guid"] for row in some])
        keys |= {(deck, guid): pk for pk, deck, guid in there.values_list("pk", "deck_id", "guid")}
    made = [keys[row["deck_id"], row["guid"]] for row in rows]
    bulk_insert.keep_first(Note, made, timezone.now())
    bulk_insert.insert(
        Card,
        (
            _card(key, text, archived=row["archived"])
            for key, row, cards in zip(made, rows, texts, strict=True)
            for text in cards
        ),
    )
    return made


def place_notes(notes: Sequence[Note]) -> None:
    """Save where notes stand in their sections: no text, so that no card changes and no version is kept."""
    Note.objects.bulk_update(notes, ["position"], batch_size=BATCH_SIZE)


@transaction.atomic
def save_section(section: Section) -> Section:
    """Save a section, new or edited; the cards of an exercise are made anew, for they show its prompt and labels."""
    if section.pk is None:
        section.save()
        return section
    section.save(update_fields=SECTION_TEXT)
    notes = list(section.notes.filter(archived=False))
    for note in notes:
        note.section = section
    _make_cards(*notes)
    return section


def _make_cards(*notes: Note) -> None:
    _store_cards(notes, _texts_of(notes))


def _texts_of(notes: Sequence[Note]) -> list[list[RenderedCard]]:
    """Return the cards of notes of one deck."""
    texts = (text for note in notes for text in (note.front, note.back, note.extra, note.section.introduction))
    media = media_for_text("".join(texts), notes[0].deck) if notes else NO_MEDIA
    return [cards_of(note, media=media) for note in notes]


def _store_cards(notes: Sequence[Note], texts: Sequence[Sequence[RenderedCard]]) -> None:
    """Save the cards of notes that may have some already; those that they no longer make are archived."""
    made = [
        _card(note.pk, text, archived=note.archived) for note, cards in zip(notes, texts, strict=True) for text in cards
    ]
    Card.objects.bulk_create(
        [Card(**values) for values in made],
        BATCH_SIZE,
        update_conflicts=True,
        unique_fields=["note", "ordinal"],
        update_fields=CARD_TEXT,
    )
    kept = {(values["note_id"], values["ordinal"]) for values in made}
    there = Card.objects.filter(note__in=notes, archived=False).values_list("pk", "note_id", "ordinal")
    gone = [pk for pk, note_id, ordinal in there if (note_id, ordinal) not in kept]
    if gone:
        Card.objects.filter(pk__in=gone).update(archived=True)


def _card(note: int, text: RenderedCard, *, archived: bool) -> dict[str, Any]:
    """Return a card as it is stored; what has nothing to reveal is on its page, but is never asked."""
    return {
        "note_id": note,
        "ordinal": text.ordinal,
        "context": text.context,
        "front": text.front,
        "back": text.back,
        "choices": list(text.choices),
        "label": text.label,
        "archived": archived or not text.back,
    }


def next_position(section: int) -> int:
    """Return the position after the last note of the section with this key."""
    last: int | None = Note.objects.filter(section=section).aggregate(last=Max("position"))["last"]
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
        if len(tags) > MAX_TAGS_LENGTH:
            raise TooManyTags(f"The note “{note}” has no room for more tags. Take some from it first.")
        if tags != note.tags:
            note.tags = tags
            changed.append(note)
    bulk_update_with_history(changed, Note, ["tags"], batch_size=BATCH_SIZE)
    return len(changed)


def normal_tags(words: Iterable[str]) -> str:
    """Return tags as they are stored: each once, with a space before and after, so that " tag " finds one."""
    unique = list(dict.fromkeys(word.strip(",") for word in words))
    return f" {' '.join(filter(None, unique))} " if any(unique) else ""

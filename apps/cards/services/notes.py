"""Saves notes with their cards. None of this touches a learner's schedule."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from apps.cards.models import Card, Note, NoteText
from apps.cards.services import bulk_insert
from apps.cards.services.cards import card_row, make_cards, render_cards, store_cards
from apps.cards.services.sections import first_section
from apps.cards.services.text_index import text_row
from apps.cards.siblings import RenderedCard
from apps.cards.tags import normalize_tags
from apps.cards.text_index.plain_text import SearchText, search_text
from apps.formats.records import NoteRecord

NOTE_FIELDS = (
    "kind",
    "front",
    "back",
    "label",
    "extra",
    "tags",
    "archived",
    "position",
    "section",
    "deck",
    "edited_at",
)
BATCH_SIZE = 200  # rows of one statement: histories are wide, and SQLite counts parameters


@transaction.atomic
def save_note(note: Note) -> Note:
    """Save a note, new or edited, and make its cards; a card that it no longer makes is archived."""
    note.tags = normalize_tags(note.tags.split())
    if note.section_id is None:
        note.section = first_section(note.deck)
    if note.pk is None:
        note.position = note.position or next_position(note.section_id)
        note.save()
    else:
        note.edited_at = timezone.now()
        note.save(update_fields=NOTE_FIELDS)
    make_cards([note])
    return note


@transaction.atomic
def save_notes(notes: Sequence[Note]) -> None:
    """Save many notes of one deck as `save_note` does one; each has its section and its position already."""
    for note in notes:
        note.tags = normalize_tags(note.tags.split())
    new, existing = [note for note in notes if note.pk is None], [note for note in notes if note.pk]
    if new:
        bulk_create_with_history(new, Note, batch_size=BATCH_SIZE)
        make_cards(new)
    change_notes(existing, render_cards(existing))


@transaction.atomic
def change_notes(notes: Sequence[Note], rendered: Sequence[Sequence[RenderedCard]]) -> None:
    """Save existing notes, each with the cards that were rendered of it."""
    if notes:
        now = timezone.now()
        for note in notes:
            note.edited_at = now
        update_notes(notes, NOTE_FIELDS, now)
        store_cards(notes, rendered)


def update_notes(notes: Sequence[Note], fields: Sequence[str], at: datetime) -> None:
    """Save these fields of existing notes, with a version of each; call it in a transaction."""
    stored = connection.ops.adapt_datetimefield_value
    names = ["id", *(f"{name}_id" if name in ("deck", "section") else name for name in fields)]
    rows = [{name: getattr(note, name) for name in names} for note in notes]
    bulk_insert.update(Note, [row | {"edited_at": stored(at)} for row in rows])
    bulk_insert.insert_versions(Note, [note.pk for note in notes], at, "~")


@transaction.atomic
def add_notes(rows: Sequence[bulk_insert.Row], rendered: Sequence[Sequence[RenderedCard]]) -> list[int]:
    """Save many new notes by the columns of their rows, each with the cards rendered of it; return their keys.

    A row may have a `created_at`, which is never later than now.
    """
    now = timezone.now()
    rows = [{"created_at": now, "edited_at": now, **row} for row in rows]
    for row in rows:
        row["created_at"] = min(now, row["created_at"])
    bulk_insert.insert(Note, rows)
    keys = keys_of(rows)
    bulk_insert.insert_versions(Note, keys, now, "+")
    cards = (
        card_row(key, card, archived=row["archived"])
        for key, row, siblings in zip(keys, rows, rendered, strict=True)
        for card in siblings
    )
    bulk_insert.insert(Card, cards)
    texts = (text_row(key, _texts(row), siblings) for key, row, siblings in zip(keys, rows, rendered, strict=True))
    bulk_insert.insert(NoteText, texts)
    return keys


def _texts(row: bulk_insert.Row) -> SearchText:
    """Return what is searched of a note by the columns of its row: an object of the model takes ten times as long."""
    record = NoteRecord(row["front"], row["back"], label=row["label"], extra=row["extra"])
    return search_text(record, row["kind"], row["tags"])


def keys_of(rows: Sequence[bulk_insert.Row]) -> list[int]:
    """Return the primary keys of notes that were inserted, found by their decks and guids."""
    keys: dict[tuple[int, str], int] = {}
    for batch in batched(rows, BATCH_SIZE):
        decks, guids = {row["deck_id"] for row in batch}, [row["guid"] for row in batch]
        found = Note.objects.filter(deck__in=decks, guid__in=guids).values_list("pk", "deck_id", "guid")
        keys |= {(deck, guid): pk for pk, deck, guid in found}
    return [keys[row["deck_id"], row["guid"]] for row in rows]


def save_positions(notes: Sequence[Note]) -> None:
    """Save the positions of notes in their sections: no text, so that no card changes and no version is stored."""
    Note.objects.bulk_update(notes, ["position"], batch_size=BATCH_SIZE)


def save_places(notes: Sequence[Note]) -> None:
    """Save the sections of notes within their deck, and their positions there."""
    Note.objects.bulk_update(notes, ["section", "position"], batch_size=BATCH_SIZE)


def next_position(section: int) -> int:
    """Return the position after the last note of the section with this key."""
    last: int | None = Note.objects.filter(section=section).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1

"""Writes the texts of notes that are searched. The databases keep their indexes in step with these rows."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection, transaction

from apps.cards.models import Note
from apps.cards.rendering.media_tags import DRAWN_IMAGE, IMAGE, SOUND
from apps.cards.services import bulk_insert
from apps.cards.services.bulk_insert import Row
from apps.cards.text_index.models import NoteText
from apps.cards.text_index.plain_text import SearchText, fold_tags, search_text
from apps.cards.text_index.schema import INDEX, create_index, lacks_index

BATCH_SIZE = 100  # rows of one statement: SQLite counts parameters
VALUES = ("front", "back", "extra", "tags", "has_picture", "has_sound")


class HasSides(Protocol):
    """A card, stored or only rendered."""

    @property
    def front(self) -> str: ...  # noqa: D102 - safe HTML
    @property
    def back(self) -> str: ...  # noqa: D102


def text_row(pk: int, texts: SearchText, cards: Iterable[HasSides]) -> Row:
    """Return what is searched of a note with this key, by its texts and by the cards rendered of it."""
    html = "".join(card.front + card.back for card in cards)
    return {
        "note_id": pk,
        **texts._asdict(),
        "has_picture": IMAGE in html or DRAWN_IMAGE in html,
        "has_sound": SOUND in html,
    }


def store_texts(notes: Sequence[Note], rendered: Iterable[Iterable[HasSides]]) -> None:
    """Store what is searched of notes that may have it already."""
    rows = [
        NoteText(**text_row(note.pk, search_text(note, note.kind, note.tags), cards))
        for note, cards in zip(notes, rendered, strict=True)
    ]
    NoteText.objects.bulk_create(rows, BATCH_SIZE, update_conflicts=True, unique_fields=["note"], update_fields=VALUES)


def store_tags(notes: Iterable[Note]) -> None:
    """Store the tags of notes whose texts have not changed."""
    bulk_insert.update(NoteText, [{"note": note.pk, "tags": fold_tags(note.tags)} for note in notes], keys=["note"])


@transaction.atomic
def rebuild_index() -> None:
    """Make SQLite's index again from its table; on PostgreSQL, create the index if there is none."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")  # noqa: S608 - our own name
    elif lacks_index(connection):
        with connection.schema_editor() as editor:
            create_index(None, editor)

"""Compares the texts that are searched with the notes, for `check_data`. Writes nothing."""

from collections.abc import Iterator

from django.db import DatabaseError, connection

from apps.cards.models import Note
from apps.cards.text_index.plain_text import SearchText, search_text
from apps.cards.text_index.schema import INDEX
from apps.web.keyset import in_pieces

REPAIR = "Run manage.py index_texts."


def texts_follow_their_notes() -> Iterator[str]:
    """What is searched of each note is what its texts give."""
    for note in in_pieces(Note.objects.select_related("text")):
        stored = getattr(note, "text", None)
        if stored is None:
            yield f"Note {note.pk} cannot be searched. {REPAIR}"
        elif SearchText(stored.front, stored.back, stored.extra, stored.tags) != search_text(
            note, note.kind, note.tags
        ):
            yield f"Note {note.pk} is searched by other texts than its own. {REPAIR}"


def index_follows_its_texts() -> Iterator[str]:
    """SQLite's index has the texts of its table; PostgreSQL keeps its own."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our own name
    except DatabaseError:
        yield f"The index of texts does not have what its table has. {REPAIR}"

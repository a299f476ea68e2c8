"""Inserts a learner's answer to a note while its deck exists, so that no deck is deleted with an answer in it.

Who deletes a deck that nobody answered marks it as deleted first, and looks for answers last. The statement here reads
that mark and holds the deck until the answer is committed, together with all others who answer: either the look finds
the answer, or the answer is refused. A transaction with a look of its own would be three more statements.
"""

from functools import cache

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from apps.cards.models import Deck, Note
from apps.lessons.services.answer_refusals import AnswerRefused


class LessonDeleted(AnswerRefused):
    """Somebody deleted the lesson in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This lesson was just deleted. Your answer was not saved."))


def upsert_answer(row: Model, note: Note, *fields: str) -> None:
    """Save the person's only row for a note, or its fields where they have one. Raises LessonDeleted."""
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in fields)
    if not _insert(row, note, f"(user_id, note_id) DO UPDATE SET {changes}"):
        raise LessonDeleted


def insert_answer(row: Model, note: Note) -> None:
    """Save a row for a note, unless it is there. Raises LessonDeleted."""
    if not _insert(row, note, "DO NOTHING") and not Deck.objects.filter(pk=note.deck_id).exists():
        raise LessonDeleted


def _insert(row: Model, note: Note, on_conflict: str) -> int:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row), on_conflict, connection.vendor), [*values, note.deck_id])
        number: int = cursor.rowcount
    return number


@cache
def _statement(model: type[Model], on_conflict: str, vendor: str) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(["%s"] * len(columns))
    lock = " FOR SHARE" if vendor == "postgresql" else ""  # SQLite has one writer at a time
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - names of our own tables
        f"SELECT {values} FROM {quote(Deck._meta.db_table)} WHERE id = %s AND deleted_at IS NULL{lock} "
        f"ON CONFLICT {on_conflict}"
    )

"""Changes of lessons and their decks that can be undone, as values that a session can store."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from apps.cards.models import Deck
from apps.lessons.models import Lesson

TABLES: dict[str, Any] = {"deck": Deck.with_deleted, "lesson": Lesson.with_deleted}


class ChangedSince(Exception):
    """What is to be undone was changed by someone else since."""


@dataclass(frozen=True)
class RowChange:
    """The fields of one row before and after a change."""

    table: str
    pk: int
    before: dict[str, Any]
    after: dict[str, Any]


def change_row(row: Deck | Lesson, **after: object) -> RowChange:
    """Save new values of some fields of a row, and return what undoes it."""
    table = "deck" if isinstance(row, Deck) else "lesson"
    before = {name: getattr(row, name) for name in after}
    TABLES[table].filter(pk=row.pk).update(**after)
    for name, value in after.items():
        setattr(row, name, value)
    return RowChange(table, row.pk, _stored(before), _stored(after))


@transaction.atomic
def undo_changes(changes: Iterable[RowChange]) -> None:
    """Give all rows back what they had, or none of them. Raises ChangedSince."""
    for change in reversed(list(changes)):
        rows = TABLES[change.table].filter(pk=change.pk, **change.after)
        try:
            with transaction.atomic():
                restored = rows.update(**change.before)
        except IntegrityError as taken:  # another lesson has its slug by now
            raise ChangedSince from taken
        if not restored:
            raise ChangedSince


def _stored(values: dict[str, object]) -> dict[str, object]:
    """Return values as JSON has them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}

"""The orders in which found cards and notes can be shown. Each ends in the primary key."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from apps.accounts.models import User
from apps.cards.models import Card
from apps.reviews.models import Schedule

OF_NOTE = {
    "created": "created_at",
    "edited": "edited_at",
    "front": "text__front",
    "back": "text__back",
    "tags": "text__tags",
    "kind": "kind",
    "deck": "deck__title",
}
OF_SCHEDULE = {
    "due": "due_on",
    "interval": "interval_days",
    "easiness": "easiness",
    "repetitions": "repetitions",
    "lapses": "lapses",
    "flag": "flag",
    "answered": "reviewed_at",
}
SORTS = (*OF_NOTE, *OF_SCHEDULE)


def ordered[Rows: QuerySet](rows: Rows, person: User, sort: str, *, descending: bool) -> Rows:
    """Order cards or notes by one of SORTS, those without a value last; by none in the order they were added."""
    key = F("pk").desc() if descending else F("pk").asc()
    if sort not in SORTS:
        return rows.order_by(key)
    is_card = rows.model is Card
    expression: Combinable
    if sort in OF_NOTE:
        expression = F(f"note__{OF_NOTE[sort]}" if is_card else OF_NOTE[sort])
    else:
        expression = _of_schedule(person, OF_SCHEDULE[sort], "card" if is_card else "card__note")
    by = expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
    return rows.order_by(by, key)


def _of_schedule(person: User, column: str, path: str) -> Subquery:
    """Return the column of the person's schedule; of a note's cards the smallest."""
    schedules = Schedule.objects.filter(**{path: OuterRef("pk")}, user=person).exclude(**{column: None})
    return Subquery(schedules.order_by(column).values(column)[:1])

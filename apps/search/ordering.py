"""The orders in which found cards and notes can be shown. Each ends in the primary key."""

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
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
    """Order cards or notes by one of SORTS, those without a value last; by none as their notes were added."""
    key, of_card = F("pk").desc() if descending else F("pk").asc(), rows.model is Card
    if sort not in SORTS and of_card:  # by note: an index begins with the deck, and goes on with its notes
        return rows.order_by("-note_id" if descending else "note_id", key)
    if sort not in SORTS:
        return rows.order_by(key)
    expression: Combinable
    if sort in OF_NOTE:
        expression = F(f"note__{OF_NOTE[sort]}" if of_card else OF_NOTE[sort])
    elif of_card:  # joined: a subquery for each card takes three times as long
        rows = rows.annotate(own=FilteredRelation("schedules", condition=Q(schedules__user=person)))
        expression = F(f"own__{OF_SCHEDULE[sort]}")
    else:
        expression = _least_of_cards(person, OF_SCHEDULE[sort])
    by = expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
    return rows.order_by(by, key)


def _least_of_cards(person: User, column: str) -> Subquery:
    """Return the least value in the person's schedules of a note's cards."""
    schedules = Schedule.objects.filter(card__note=OuterRef("pk"), user=person).exclude(**{column: None})
    return Subquery(schedules.order_by(column).values(column)[:1])

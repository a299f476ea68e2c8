"""Reads the decks that a person studies, each with what its day has left and when it goes on.

The statements are compiled once: pages that show decks need little else.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.day import queue
from apps.reviews.models import Schedule, Subscription
from apps.web.compiled_queries import CompiledQuery


def subscriptions(user: User, today: date) -> list[Any]:
    """Return the person's subscriptions, each with its day: `due, new, drill, over_limit, next_on`.

    Those of archived and of deleted decks are left out.
    """
    rows = _SUBSCRIPTIONS.rows(user.pk, today, today + timedelta(days=1))
    for row in rows:
        row.user = user
    return rows


def subscription_of(user: User, deck: Deck, today: date) -> Any | None:
    """Return the row of `subscriptions` of this deck, if there is one; without `over_limit`, which reads many rows."""
    row = _SUBSCRIPTION_OF_DECK.first(user.pk, today, deck.pk)
    if row:
        row.user = user
    return row


def next_day(studied: Iterable[Any], today: date) -> date | None:
    """Return the next study day with cards among the rows of `subscriptions`, if any is known."""
    days = [today + timedelta(days=1) if row.has_new_tomorrow else row.next_on for row in studied if not row.paused]
    return min((day for day in days if day), default=None)


def _subscriptions(user: int, today: date, tomorrow: date) -> QuerySet[Any]:
    over_limit = _schedules(user).filter(queue.is_over_limit(today, tomorrow))
    rows: QuerySet[Any] = _with_day(user, today).annotate(over_limit=queue.count_rows(over_limit))
    return rows


def _subscription_of_deck(user: int, today: date, deck: int) -> QuerySet[Any]:
    return _with_day(user, today).filter(deck=deck)


def _with_day(user: int, today: date) -> QuerySet[Any]:
    waiting = _schedules(user).filter(queue_on__lte=today)
    later = _schedules(user).filter(queue_on__gt=today).order_by("queue_on", "id").values("queue_on")[:1]
    return (
        Subscription.objects.filter(user=user, deck__archived_at=None, deck__deleted_at=None)
        .select_related("deck__course")
        .annotate(
            due=queue.count_rows(waiting.filter(due_on__isnull=False)),
            new=queue.count_rows(waiting.filter(due_on__isnull=True)),
            drill=queue.count_rows(_schedules(user).filter(drill_on=today)),
            next_on=Subquery(later),
        )
        .order_by("paused", "deck__title", "pk")
    )


def _schedules(user: int) -> QuerySet[Schedule]:
    """Return the person's schedules of the deck of a subscription."""
    return Schedule.objects.filter(user=user, deck=OuterRef("deck"), archived=False)


_SUBSCRIPTIONS, _SUBSCRIPTION_OF_DECK = CompiledQuery(_subscriptions), CompiledQuery(_subscription_of_deck)

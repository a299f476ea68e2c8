"""Burying: of near-duplicates in one study day's queue, all but one are postponed to the next."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, QuerySet

from apps.reviews.day import queue
from apps.reviews.day.near_duplicates import answered_today, asked_today, candidates, to_postpone
from apps.reviews.models import Schedule, Subscription


def bury_duplicates(subscription: Subscription, today: date, waiting: QuerySet[Schedule]) -> None:
    """Postpone all but one note of each group: due ones stay before new ones, the longest waiting first.

    Where a card of the group was answered today, no other note of it stays; also not when the answer is undone.
    """
    in_order = waiting.order_by(F("due_on").asc(nulls_last=True), "queue_on", "id")
    if rows := list(candidates(in_order)):
        postpone(subscription, to_postpone(rows, answered_today(subscription, today)), today)


def bury_over_limit(subscription: Subscription, today: date) -> None:
    """Bury the near-duplicates among the cards over the limit: releasing them would ask both on one day."""
    over_limit = queue.over_limit(subscription.user, today).filter(deck=subscription.deck).order_by("due_on", "id")
    if rows := list(candidates(over_limit)):
        postpone(subscription, to_postpone(rows, asked_today(subscription, today)), today)


def postpone(subscription: Subscription, schedules: Collection[int], today: date) -> None:
    """Move schedules of the learner to tomorrow's queue, but none that was suspended in the meantime."""
    queued = Schedule.objects.filter(user=subscription.user_id, pk__in=schedules, queue_on__isnull=False)
    queued.update(queue_on=today + timedelta(days=1), buried_on=today)

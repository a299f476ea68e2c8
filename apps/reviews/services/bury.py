"""Burying: of near-duplicates in one study day's queue, all but one are postponed to the next."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, QuerySet

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.day.near_duplicates import Candidate, GroupNotes, answered_today, asked_today, candidates, to_postpone
from apps.reviews.models import Schedule


def bury_duplicates(user: User, today: date, waiting: QuerySet[Schedule], asked: GroupNotes | None = None) -> int:
    """Postpone all but one note of each group: due ones stay before new ones, the longest waiting first.

    Where a card of the group was answered today, no other note of it stays; also not when the answer is undone.
    `asked` is what was answered, where that is known, and gets what stays. Return how many cards were postponed.
    """
    in_order = waiting.order_by(F("due_on").asc(nulls_last=True), "queue_on", "id")
    if not (rows := list(candidates(in_order))):
        return 0
    if asked is None:
        asked = answered_today(user, _decks(rows), today)
    return postpone(user, to_postpone(rows, asked), today)


def bury_over_limit(user: User, decks: Collection[int], today: date) -> None:
    """Bury the near-duplicates among the cards over the limit: releasing them would ask both on one day."""
    over_limit = queue.over_limit(user, today).filter(deck__in=decks).order_by("due_on", "id")
    if rows := list(candidates(over_limit)):
        postpone(user, to_postpone(rows, asked_today(user, _decks(rows), today)), today)


def postpone(user: User, schedules: Collection[int], today: date) -> int:
    """Move schedules of the learner to tomorrow's queue, but none that was suspended in the meantime."""
    if not schedules:
        return 0
    queued = Schedule.objects.filter(user=user, pk__in=schedules, queue_on__isnull=False)
    return queued.update(queue_on=today + timedelta(days=1), buried_on=today)


def _decks(rows: Collection[Candidate]) -> set[int]:
    return {group[0] for _, _, group in rows if group}

"""Puts a deck's schedules into the queue or takes them out of it, piece by piece: a deck may have very many.

What breaks off is found by its subscription's `settling_since`, and taken out of the queue: the deck is still paused.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.reviews.models import Schedule, ScheduleQuerySet, Subscription
from apps.web.pieces import piece
from apps.web.statements import across_users

BATCH_SIZE = 1_000  # schedules of one transaction
BROKEN_OFF_AFTER = timedelta(minutes=10)


def settle(subscription: Subscription) -> None:
    """Take all that is in the queue of a paused deck out of it, what comes first first; answers to it are refused."""
    for _piece in _take_out(subscription):
        pass


def fill_queue(subscription: Subscription, today: date) -> None:
    """Queue again what a pause had removed: on its day, or today; suspended cards stay suspended."""
    out = _of_deck(subscription).seen(subscription.user_id).filter(suspended=False, queue_on=None)
    while batch := list(out.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            restore_to_queue(subscription.user_id, _keyed(subscription, batch), today)


def restore_to_queue(user: User | int, schedules: ScheduleQuerySet, today: date) -> None:
    """Queue again what a pause had removed of these schedules of the person, in one statement."""
    waiting = schedules.seen(user).filter(suspended=False)
    waiting.update(queue_on=Coalesce("due_on", Value(today)), buried_on=None)


def settle_broken_off(now: datetime) -> Iterator[None]:
    """Take out of the queue what a process that was killed left in it of paused decks, piece by piece."""
    with across_users("whoever paused or resumed a deck when a process was killed"):
        broken_off = list(Subscription.objects.filter(settling_since__lt=now - BROKEN_OFF_AFTER, paused=True))
    for subscription in broken_off:
        yield from _take_out(subscription)


def _take_out(subscription: Subscription) -> Iterator[None]:
    queued = _of_deck(subscription).filter(Q(queue_on__isnull=False) | Q(drill_on__isnull=False))
    while batch := list(queued.order_by("queue_on", "pk").values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            _keyed(subscription, batch).update(queue_on=None, drill_on=None, version=F("version") + 1)
        yield
    Subscription.objects.filter(user=subscription.user_id, pk=subscription.pk).update(settling_since=None)


def _of_deck(subscription: Subscription) -> ScheduleQuerySet:
    return Schedule.objects.filter(user=subscription.user_id, deck=subscription.deck_id)


def _keyed(subscription: Subscription, keys: list[int]) -> ScheduleQuerySet:
    return Schedule.objects.filter(user=subscription.user_id, pk__in=keys)

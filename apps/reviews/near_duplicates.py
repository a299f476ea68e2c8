"""Families: notes of one lesson that ask the same. A study day asks one note of each and leaves the others to the next.

The cards of one note (reversed, cloze) are no family of their own: they may come on one day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, QuerySet

from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription

type Owners = dict[int | None, set[int]]  # by family: the notes of it that the day asks
type Relative = tuple[int, int, int | None]  # a card or a schedule, its note, its family


def to_postpone(relatives: Iterable[Relative], owners: Owners) -> list[int]:
    """Return those whose family has another note today; the first of a family that has none yet becomes its owner."""
    return [key for key, note, duplicate_group in relatives if not claim_group(note, duplicate_group, owners)]


def claim_group(note: int, duplicate_group: int | None, owners: Owners) -> bool:
    """Whether the day may ask the note; if so, it owns its family from now on."""
    return duplicate_group is None or note in owners.setdefault(duplicate_group, {note})


def owners_today(subscription: Subscription, today: date) -> Owners:
    """Return the notes of each family that wait in today's queue, or of which a card was answered today."""
    owners = _answered(subscription, today)
    waiting = queue.waiting(subscription.user, today, subscription.deck)
    for _, note, duplicate_group in _relatives(waiting):
        owners[duplicate_group].add(note)
    return owners


def bury(subscription: Subscription, today: date, waiting: QuerySet[Schedule]) -> None:
    """Leave to tomorrow all but one note of each family: due ones stay before new ones, the longest waiting first.

    Where a card of the family was answered today, no other note of it stays; also not when the answer is taken back.
    """
    in_order = waiting.order_by(F("due_on").asc(nulls_last=True), "queue_on", "id")
    if relatives := list(_relatives(in_order)):
        _leave_to_tomorrow(subscription, to_postpone(relatives, _answered(subscription, today)), today)


def bury_held_back(subscription: Subscription, today: date) -> None:
    """Let no limit be named for a card that waits because of its family: letting it in would ask both on one day."""
    held_back = queue.held_back(subscription.user, today).filter(deck=subscription.deck).order_by("due_on", "id")
    if relatives := list(_relatives(held_back)):
        _leave_to_tomorrow(subscription, to_postpone(relatives, owners_today(subscription, today)), today)


def _leave_to_tomorrow(subscription: Subscription, schedules: list[int], today: date) -> None:
    mine = Schedule.objects.filter(user=subscription.user_id, pk__in=schedules)
    still_queued = mine.filter(queue_on__isnull=False)  # none was suspended in the meantime
    still_queued.update(queue_on=today + timedelta(days=1), buried_on=today)


def _answered(subscription: Subscription, today: date) -> Owners:
    """Return the notes of each family of which a card was answered today; an answer that was taken back counts."""
    given = ReviewLog.objects.filter(
        user=subscription.user,
        reviewed_at__gte=subscription.user.study_day_start(today),
        schedule__user=subscription.user,
        schedule__deck=subscription.deck_id,
        schedule__card__note__duplicate_group__isnull=False,
    )
    owners: Owners = defaultdict(set)
    for duplicate_group, note in given.values_list("schedule__card__note__duplicate_group", "schedule__card__note"):
        owners[duplicate_group].add(note)
    return owners


def _relatives(schedules: QuerySet[Schedule]) -> QuerySet[Schedule, Relative]:
    related = schedules.filter(card__note__duplicate_group__isnull=False)
    return related.values_list("pk", "card__note_id", "card__note__duplicate_group")

"""Counts the answers of finished study days, once; again where the log of such a day changed since."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Card
from apps.reviews.day import tallies
from apps.reviews.models import ChangedDay, DayTally, HourTally, ReviewLog
from apps.web.statements import across_users

BATCH_DAYS = 31  # counted without a lock, then written in one short transaction
BATCH_SIZE = 2000
SETTLED_AFTER = timedelta(days=tallies.UNFINISHED_DAYS + 2)  # in any time zone
MAX_LEARNERS = 20
SORT = ("day", "deck_id", "kind", "age", "grade")
HOUR = ("day", "deck_id", "hour")


def tally_finished_days(user: User, today: date) -> None:
    """Count the finished days that are not counted yet, and those of which the log changed since."""
    finished, last = tallies.last_finished(today), _last_tallied(user)
    while following := _next_day(user, last, finished):
        until = min(finished, following + timedelta(days=BATCH_DAYS - 1))
        _count(user, last, following, until)
        last = until
    changed = user.changed_days.filter(day__lte=finished).order_by("day").values_list("pk", "day")
    for batch in batched(list(changed), BATCH_DAYS):
        _recount(user, [day for _, day in batch], [pk for pk, _ in batch])


def recount_later(user: User, days: Iterable[date]) -> None:
    """Have these study days counted again, because answers of theirs were added or removed."""
    ChangedDay.objects.bulk_create((ChangedDay(user=user, day=day) for day in sorted(set(days))), batch_size=BATCH_SIZE)


def recount_moved(cards: QuerySet[Card]) -> None:
    """Have the days of everyone's answers to these cards counted again, because the cards move to another deck."""
    answers = ReviewLog.objects.filter(schedule__user=F("user"), schedule__card__in=cards)
    days = answers.order_by().values_list("user", "day").distinct()
    ChangedDay.objects.bulk_create((ChangedDay(user_id=user, day=day) for user, day in days), batch_size=BATCH_SIZE)


@across_users("those whose imported answers are not counted yet")
def tally_changed_days(now: datetime) -> None:
    """Count what changed for a few learners, so that none of them waits for it."""
    waiting = ChangedDay.objects.filter(day__lt=(now - SETTLED_AFTER).date()).values("user")
    for user in User.objects.filter(pk__in=waiting).order_by("pk")[:MAX_LEARNERS]:
        tally_finished_days(user, user.study_day(now))


def _last_tallied(user: User) -> date | None:
    last: date | None = user.day_tallies.order_by("-day").values_list("day", flat=True).first()
    return last


def _next_day(user: User, last: date | None, finished: date) -> date | None:
    """Return a day with answers after the last tallied one: the first, or one of the first."""
    if last and last >= finished:
        return None
    answers = tallies.countable(user).filter(day__lte=finished, reviewed_at__lt=tallies.latest(finished))
    if last:
        answers = answers.filter(day__gt=last, reviewed_at__gte=tallies.earliest(last))
    following: date | None = answers.order_by("reviewed_at").values_list("day", flat=True).first()
    return following


def _recount(user: User, days: Collection[date], changed: Collection[int]) -> None:
    """Replace the tallies of these days, unless another process just did; what it left waits for the next call."""
    counted = _counted(user, Q(day__in=days), min(days), max(days))
    with transaction.atomic():
        _lock(user)
        rows = user.changed_days.filter(pk__in=changed)
        if rows.count() == len(changed):
            rows.delete()
            user.day_tallies.filter(day__in=days).delete()
            user.hour_tallies.filter(day__in=days).delete()
            _save(*counted)


def _count(user: User, last: date | None, following: date, until: date) -> None:
    """Add the tallies of the days after the last tallied one, unless another process just did.

    Changes of these days that were there before are counted with them; later ones wait for their own turn.
    """
    days = Q(day__gt=last, day__lte=until) if last else Q(day__lte=until)
    first = last or following - timedelta(days=tallies.UNFINISHED_DAYS)
    changed = list(user.changed_days.filter(days).values_list("pk", flat=True))
    counted = _counted(user, days, first, until)
    with transaction.atomic():
        _lock(user)
        if not user.day_tallies.filter(days).exists():
            user.changed_days.filter(pk__in=changed).delete()
            _save(*counted)


def _lock(user: User) -> None:
    """Let other processes that write tallies of the learner wait for this transaction."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)


type Counted = tuple[list[DayTally], list[HourTally]]


def _counted(user: User, days: Q, first: date, until: date) -> Counted:
    window = {"reviewed_at__gte": tallies.earliest(first), "reviewed_at__lt": tallies.latest(until)}
    answers = tallies.countable(user).filter(days, **window)
    return (
        [DayTally(user=user, **row) for row in tallies.by_sort(user, answers, *SORT)],
        [HourTally(user=user, **row) for row in tallies.by_hour(user, answers, *HOUR)],
    )


def _save(days: list[DayTally], hours: list[HourTally]) -> None:
    DayTally.objects.bulk_create(days, batch_size=BATCH_SIZE)
    HourTally.objects.bulk_create(hours, batch_size=BATCH_SIZE)

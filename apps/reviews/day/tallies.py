"""Answers counted by study day: of finished days from the tallies, of the last few days from the log.

A study day is finished when no time zone and no start of the day could still make it today: until then an answer, or
an undo of one, may belong to it. `services/tally.py` counts finished days once; whoever reads here calls it first.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.reviews.day.scope import Scope, SearchedCards, counted, deleted_decks, within
from apps.reviews.models import SCHEDULING_KINDS, DayTally, HourTally, ReviewLog, Schedule
from apps.scheduler.maturity import MATURE_DAYS
from apps.scheduler.sm2 import PASS

UNFINISHED_DAYS = 5  # zones are 26 hours apart, starts of the day 23; an undo looks back a day of 25
DAY = timedelta(days=1)
AGE = Case(  # maturity.age in SQL
    When(interval_days_before=0, then=Value(DayTally.Age.NEW)),
    When(interval_days_before__lt=MATURE_DAYS, then=Value(DayTally.Age.YOUNG)),
    default=Value(DayTally.Age.MATURE),
)
TESTED = (ReviewLog.Kind.REVIEW, ReviewLog.Kind.IMPORT)  # the kinds that may tell what was remembered
SORT = ("day", "kind", "age", "grade")
COUNTED = ("answers", "tests", "timed", "time_ms")


class DayCount(NamedTuple):
    """How many answers of one sort a day has; `tests` are first answers of the day to cards that were due."""

    day: date
    kind: str
    age: int
    grade: int
    answers: int
    tests: int
    timed: int
    time_ms: int


class HourCount(NamedTuple):
    """How many answers were given in one hour of the day; of its `tests`, how many were passed."""

    hour: int
    answers: int
    tests: int
    passed: int


def last_finished(today: date) -> date:
    """Return the last study day to which no answer can be added, and of which none can be undone."""
    return today - UNFINISHED_DAYS * DAY


class AnswerCounts(NamedTuple):
    """Answers by day and sort, and by the hour on the learner's clock then, from 0 to 23."""

    days: list[DayCount]
    hours: list[HourCount]


def counts(user: User, first: date, today: date, scope: Scope = None, hours_since: date | None = None) -> AnswerCounts:
    """Count the answers since a day, and by hour since it or a later one.

    Three statements; of found cards one, which reads all their answers: the tallies know no cards.
    """
    finished = first - DAY if isinstance(scope, SearchedCards) else last_finished(today)
    hours_first = hours_since or first
    recent = by_sort(user, answers(user, first, finished, scope), *SORT, "hour").values_list(*SORT, *COUNTED, "hour")
    counted_now = _counted(recent.iterator(), hours_first)
    if isinstance(scope, SearchedCards):
        return counted_now
    between = {"user": user, "day__lte": finished}
    days = DayTally.objects.filter(counted(user, scope), day__gte=first, **between).order_by()
    hours = HourTally.objects.filter(counted(user, scope), day__gte=hours_first, **between).order_by()
    tallied = days.values_list(*SORT).annotate(*(Sum(name) for name in COUNTED))
    by_hour = hours.values_list("hour").annotate(Sum("answers"), Sum("tests"), Sum("passed"))
    return AnswerCounts(
        [*starmap(DayCount, tallied), *counted_now.days],
        _added([*starmap(HourCount, by_hour), *counted_now.hours]),
    )


def first_day(user: User, today: date, scope: Scope = None) -> date:
    """Return the day of the first answer that counts, today where there is none; nothing else is read."""
    tallied = DayTally.objects.filter(counted(user, scope), user=user).aggregate(first=Min("day"))["first"]
    finished = last_finished(today)
    recent = answers(user, finished, finished, scope)
    first: date = tallied or recent.aggregate(first=Min("day"))["first"] or today
    return first


def _counted(rows: Iterable[tuple[Any, ...]], hours_first: date) -> AnswerCounts:
    """Add up rows of SORT, COUNTED and the hour."""
    days: dict[tuple[Any, ...], list[int]] = {}
    hours: list[HourCount] = []
    for *sort, answers, tests, timed, time_ms, hour in rows:
        sums = days.setdefault(tuple(sort), [0, 0, 0, 0])
        for place, number in enumerate((answers, tests, timed, time_ms)):
            sums[place] += number
        day, _kind, _age, grade = sort
        if day >= hours_first:
            hours.append(HourCount(hour, answers, tests, tests if grade >= PASS else 0))
    return AnswerCounts([DayCount(*sort, *sums) for sort, sums in days.items()], _added(hours))


def answers(user: User, first: date, after: date, scope: Scope = None) -> QuerySet[ReviewLog]:
    """Return the answers that count, from the day `first` on, and only those after the day `after`."""
    since = max(first, after + DAY)
    if isinstance(scope, SearchedCards):
        found = Schedule.objects.filter(user=user, **within(scope))
        return countable(user).filter(day__gte=since, schedule__in=found.values("pk"))
    rows = countable(user).filter(day__gte=since, reviewed_at__gte=earliest(since))
    if scope:
        return rows.filter(Exists(_schedule(user).filter(**within(scope))))
    deleted = Schedule.objects.filter(user=user, deck__in=deleted_decks(user).order_by().values("pk"))
    return rows.exclude(schedule__in=deleted.values("pk"))


def countable(user: User) -> QuerySet[ReviewLog]:
    """Return the answers of reviews that were not undone, each once.

    The final drill, practice and what was changed by hand, copied or unknown are none.
    """
    rows = ReviewLog.objects.filter(user=user, undone_at=None, kind__in=SCHEDULING_KINDS)
    no_answers = (ReviewLog.ONLY_SCHEDULE, ReviewLog.COPIED)
    return rows.exclude(algorithm__in=no_answers)


def by_sort(user: User, rows: QuerySet[ReviewLog], *sort: str) -> QuerySet[ReviewLog, Any]:
    """Return the person's answers counted by these names, with `answers, tests, timed, time_ms` at the end."""
    return _sorted(user, rows, sort).annotate(
        answers=Count("pk"),
        tests=Count("pk", filter=Q(is_test=True)),
        timed=Count("taken_ms"),
        time_ms=Coalesce(Sum("taken_ms"), 0),
    )


def by_hour(user: User, rows: QuerySet[ReviewLog], *sort: str) -> QuerySet[ReviewLog, Any]:
    """Return the person's answers counted by these names, with `answers, tests, passed` at the end."""
    test = Q(is_test=True)
    return _sorted(user, rows, sort).annotate(
        answers=Count("pk"), tests=Count("pk", filter=test), passed=Count("pk", filter=test & Q(grade__gte=PASS))
    )


def earliest(day: date) -> datetime:
    """Return an instant before any that belongs to the study day, wherever the learner was: it finds the index."""
    return datetime.combine(day - DAY, time(), UTC)


def latest(day: date) -> datetime:
    """Return an instant after any that belongs to the study day."""
    return datetime.combine(day + 3 * DAY, time(), UTC)


def _schedule(user: User) -> QuerySet[Schedule]:
    """Return the schedule of an answer for a subquery: a join would have databases begin with all schedules."""
    return Schedule.objects.filter(user=user, pk=OuterRef("schedule"))


def _sorted(user: User, rows: QuerySet[ReviewLog], sort: Sequence[str]) -> QuerySet[ReviewLog, Any]:
    deck = Subquery(_schedule(user).values("deck"))
    with_sort = rows.alias(is_test=_is_test(user)).annotate(age=AGE, deck_id=deck)
    counted: QuerySet[ReviewLog, Any] = with_sort.values(*sort).order_by()
    return counted


def _is_test(user: User) -> Case:
    """Return whether an answer tells what was remembered: the first of the day to a card that had an interval."""
    earlier = ReviewLog.objects.filter(
        user=user,
        schedule=OuterRef("schedule"),
        version__lt=OuterRef("version"),
        day=OuterRef("day"),
        undone_at=None,
    ).exclude(kind=ReviewLog.Kind.MANUAL)
    test = Q(kind__in=TESTED, interval_days_before__gte=1) & ~Q(Exists(earlier))
    return Case(When(test, then=True), default=False)


def _added(counts: Iterable[HourCount]) -> list[HourCount]:
    """Add up what several rows have of each hour, in order."""
    sums: dict[int, HourCount] = {}
    for each in counts:
        before = sums.get(each.hour, HourCount(each.hour, 0, 0, 0))
        sums[each.hour] = HourCount(each.hour, *(a + b for a, b in zip(before[1:], each[1:], strict=True)))
    return [sums[hour] for hour in sorted(sums)]

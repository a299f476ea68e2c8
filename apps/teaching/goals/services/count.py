"""Counts how far the learners of a course are with its goals, a few learners at a time: the worker's work.

A goal is counted every hour from its first day until no answer can be added to its last ones; the first time of a day
from the start, since answers on paper may be entered late.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from apps.accounts.models import User
from apps.courses.models import Enrolment
from apps.reviews.day.tallies import UNFINISHED_DAYS, last_finished
from apps.teaching.goals.decks import GoalDecks
from apps.teaching.goals.person_goals import PersonGoal, person_goal
from apps.teaching.goals.progress import GoalStatus, progress
from apps.teaching.models import Goal, GoalExtension, GoalProgress
from apps.web.pieces import piece
from apps.web.statements import across_users

EVERY = timedelta(hours=1)
SETTLED_AFTER = timedelta(days=UNFINISHED_DAYS + 2)  # after the last day, in any time zone
BATCH_SIZE = 10  # learners
COUNTED = ("done", "total", "counted_days", "counted_until")


def count_goals(now: datetime) -> Iterator[None]:
    """Count the goals whose turn it is, a few learners with each step; the next call goes on where this one ended."""
    for pk in _due(now):
        yield from count_goal(pk, now)


def count_goal(pk: int, now: datetime) -> Iterator[None]:
    """Count the goal, a few learners with each step; go on where a count of it was stopped."""
    while _count_batch(pk, now):
        yield


@across_users("a goal is open as long as anybody has time")
def _due(now: datetime) -> list[int]:
    open_until = (now - SETTLED_AFTER).date()
    extended = GoalExtension.objects.filter(goal=OuterRef("pk"), last_on__gte=open_until)
    is_open = Q(last_on__gte=open_until) | Q(Exists(extended))
    is_waiting = Q(counted_at=None) | Q(counted_at__lte=now - EVERY) & is_open
    begun = Goal.objects.filter(is_waiting, starts_on__lte=now.date() + timedelta(days=1), course__deleted_at=None)
    return list(begun.order_by(F("counted_at").asc(nulls_first=True), "pk").values_list("pk", flat=True))


def _count_batch(pk: int, now: datetime) -> bool:
    """Count the next learners of the goal; return whether there were any, and if not, note that it was counted."""
    with piece():
        goal = Goal.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if goal is None:
            return False
        learners = _next_learners(goal)
        if learners:
            _save(goal, learners, now)
        counted_at = goal.counted_at if learners else now
        last = learners[-1].pk if learners else 0
        Goal.objects.filter(pk=pk).update(counted_at=counted_at, counting_after=last)
    return bool(learners)


def _next_learners(goal: Goal) -> list[User]:
    enrolled = Enrolment.objects.learners().filter(course=goal.course_id).values("user")
    return list(User.objects.filter(pk__in=enrolled, pk__gt=goal.counting_after).order_by("pk")[:BATCH_SIZE])


def _save(goal: Goal, learners: list[User], now: datetime) -> None:
    decks = GoalDecks([goal], now)
    rows = [_counted(learner, goal, decks, now) for learner in learners]
    GoalProgress.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "goal"], update_fields=COUNTED)


def _counted(learner: User, goal: Goal, decks: GoalDecks, now: datetime) -> GoalProgress:
    """Return how far the learner is by now, or was at the end of their last day."""
    own = person_goal(learner, goal)
    if goal.counted_at is None or goal.counted_at.date() < now.date():
        own = replace(own, counted_days=0, counted_until=date.min)
    today = learner.study_day(now)
    (found,) = progress(learner, [own], min(today, own.last_on), decks)
    until = max(own.counted_until, min(last_finished(today), own.last_on))
    return GoalProgress(
        user=learner,
        goal=goal,
        done=found.done,
        total=found.total,
        counted_days=_finished_days(own, found, until),
        counted_until=until,
    )


def _finished_days(own: PersonGoal, found: GoalStatus, until: date) -> int:
    return own.counted_days + sum(day <= until for day in found.days)

"""The goals that a learner has, each with their own last day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.models.visibility import is_open
from apps.courses.models import Course, Enrolment
from apps.reviews.day.tallies import DAY
from apps.teaching.models import Goal, GoalExtension, GoalProgress
from apps.web.compiled_queries import CompiledQuery


@dataclass(frozen=True)
class PersonGoal:
    """A goal of a learner: their last day, and how many of their days up to one the worker has counted."""

    goal: Goal
    last_on: date
    counted_days: int = 0
    counted_until: date = date.min

    @property
    def since(self) -> date:
        """The first day that is not counted yet."""
        return max(self.goal.starts_on, self.counted_until + DAY)


def running_goals(user: User, now: datetime, course: Course | None = None) -> list[PersonGoal]:
    """Return the learner's goals that have begun and not ended, in all courses or one, by their end; one statement.

    Those of a lesson are left out while it is not open.
    """
    found = [_person_goal(row) for row in _RUNNING.rows(user.pk, user.study_day(now), now)]
    theirs = [each for each in found if course is None or each.goal.course_id == course.pk]
    return sorted(theirs, key=lambda each: (each.last_on, each.goal.pk))


def person_goal(user: User, goal: Goal) -> PersonGoal:
    """Return a goal as the learner has it; one statement."""
    return _person_goal(_of_person(user, Goal.objects.filter(pk=goal.pk)).get())


def _running(user: int, today: date, at: datetime) -> QuerySet[Any]:
    learning = Enrolment.objects.learners().filter(user=user)
    goals = Goal.objects.filter(
        Q(lesson=None) | Q(lesson__deck__in=Deck.objects.filter(is_open(at)).values("pk")),
        course__in=learning.values("course"),
        course__deleted_at=None,
        starts_on__lte=today,
    )
    return _of_person(User(pk=user), goals).filter(Q(last_on__gte=today) | Q(extended_to__gte=today))


def _of_person(user: User, goals: QuerySet[Goal]) -> QuerySet[Any]:
    extension = GoalExtension.objects.filter(user=user, goal=OuterRef("pk"))
    counted = GoalProgress.objects.filter(user=user, goal=OuterRef("pk"))
    return goals.annotate(
        extended_to=Subquery(extension.values("last_on")),
        counted_days=Subquery(counted.values("counted_days")),
        counted_until=Subquery(counted.values("counted_until")),
    ).select_related("course", "lesson")


def _person_goal(row: Any) -> PersonGoal:
    last_on = max(row.last_on, row.extended_to or row.last_on)
    return PersonGoal(row, last_on, row.counted_days or 0, row.counted_until or date.min)


_RUNNING = CompiledQuery(_running)

"""The goals that a learner has, each with their own last day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Lesson
from apps.reviews.day.tallies import DAY
from apps.teaching.models import Goal, GoalExtension, GoalProgress


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


def running_goals(user: User, today: date, course: Course | None = None) -> list[PersonGoal]:
    """Return the learner's goals that have begun and not ended, in all courses or one, by their end; one statement."""
    learning = Enrolment.objects.learners().filter(user=user)
    goals = Goal.objects.filter(
        Q(lesson=None) | Q(lesson__in=Lesson.objects.visible_to(user).values("pk")),
        course__in=learning.values("course"),
        course__deleted_at=None,
        starts_on__lte=today,
    )
    running = Q(last_on__gte=today) | Q(extended_to__gte=today)
    found = person_goals(user, (goals.filter(course=course) if course else goals), running)
    return sorted(found, key=lambda each: (each.last_on, each.goal.pk))


def person_goals(user: User, goals: QuerySet[Goal], condition: Q | None = None) -> list[PersonGoal]:
    """Return these goals as the learner has them, where a condition on `extended_to` holds; one statement."""
    extension = GoalExtension.objects.filter(user=user, goal=OuterRef("pk"))
    counted = GoalProgress.objects.filter(user=user, goal=OuterRef("pk"))
    rows: QuerySet[Any] = goals.annotate(
        extended_to=Subquery(extension.values("last_on")),
        counted_days=Subquery(counted.values("counted_days")),
        counted_until=Subquery(counted.values("counted_until")),
    ).select_related("course", "lesson")
    return [_person_goal(row) for row in (rows.filter(condition) if condition else rows)]


def _person_goal(row: Any) -> PersonGoal:
    last_on = max(row.last_on, row.extended_to or row.last_on)
    return PersonGoal(row, last_on, row.counted_days or 0, row.counted_until or date.min)

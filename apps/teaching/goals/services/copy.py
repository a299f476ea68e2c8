"""Copies the goals of a course for the next term, without anybody's progress or extensions."""

from collections.abc import Mapping
from datetime import date, timedelta

from apps.courses.models import Course
from apps.teaching.dates import LAST_DAY
from apps.teaching.models import Goal

FIELDS = ("kind", "days", "percent")
DAYS_A_WEEK = 7


def copy_goals(source: Course, target: Course, lessons: Mapping[int, int], *, weeks: int, first_day: date) -> None:
    """Copy the goals of all lessons, and those of lessons with a copy; their days move by some weeks.

    `lessons` has the key of each copied lesson and that of its copy. No goal is over before the first day.
    """
    goals = source.goals.filter(lesson=None) | source.goals.filter(lesson__in=lessons)
    Goal.objects.bulk_create(
        Goal(
            course=target,
            lesson_id=goal.lesson_id and lessons[goal.lesson_id],
            starts_on=min(goal.starts_on + later, LAST_DAY),
            last_on=min(goal.last_on + later, LAST_DAY),
            **{name: getattr(goal, name) for name in FIELDS},
        )
        for goal in goals.order_by("pk")
        for later in (_later(goal, weeks, first_day),)
    )


def _later(goal: Goal, weeks: int, first_day: date) -> timedelta:
    """Return those weeks, or for a goal that would be over by then the fewest with which it begins no earlier."""
    if goal.last_on + timedelta(weeks=weeks) >= first_day:
        return timedelta(weeks=weeks)
    return timedelta(weeks=-((goal.starts_on - first_day).days // DAYS_A_WEEK))

"""Sets the class of the demo its goals: one that some have reached, and one that begins next week."""

from datetime import datetime, timedelta

from apps.courses.models import Course
from apps.teaching.goals.services.count import count_goals
from apps.teaching.goals.services.goals import add_goal
from apps.teaching.models import Goal

REVIEW_DAYS = 18  # of the term, which half of the class reaches


def set_goals(course: Course, start: datetime, now: datetime) -> None:
    """Save the goals of a class that began then, and count those that have begun."""
    today = now.date()
    days = Goal(course=course, lesson=course.lessons.first(), kind=Goal.Kind.DAYS, days=REVIEW_DAYS)
    days.starts_on, days.last_on = start.date(), today + timedelta(weeks=2)
    remembered = Goal(course=course, kind=Goal.Kind.REMEMBERED, days=10)
    remembered.starts_on, remembered.last_on = today + timedelta(weeks=1), today + timedelta(weeks=7)
    for goal in (days, remembered):
        add_goal(goal)
    for _step in count_goals(now):
        pass

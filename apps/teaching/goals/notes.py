"""A learner's goals on Today and on the page of a course."""

from datetime import date, datetime

from apps.accounts.models import User
from apps.courses.models import Course
from apps.teaching.goals.person_goals import running_goals
from apps.teaching.goals.progress import progress
from apps.web.page_notes import PageNote

TEMPLATE = "teaching/goals/_progress.html"


def on_today(user: User, today: date, now: datetime) -> list[PageNote]:
    """Return the goals of all courses: one statement where there are none, five at most."""
    if not (goals := running_goals(user, now)):
        return []
    return [(TEMPLATE, {"progress": progress(user, goals, today), "names_courses": True})]


def on_course(user: User, course: Course, now: datetime) -> list[PageNote]:
    """Return the goals of one course."""
    goals = running_goals(user, now, course)
    return [(TEMPLATE, {"progress": progress(user, goals, user.study_day(now))})] if goals else []

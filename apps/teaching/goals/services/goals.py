"""Saves and deletes goals, and gives learners more time."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.courses.services.course_lock import lock_course
from apps.teaching.models import Goal, GoalExtension
from apps.web.services.removal import delete_unreferenced, remove
from apps.web.statements import across_users


@transaction.atomic
def add_goal(goal: Goal) -> Goal:
    """Save a new goal; return the one that is the same, where the button was pressed twice."""
    lock_course(goal.course_id)
    same = {name: getattr(goal, name) for name in ("kind", "lesson", "days", "percent", "starts_on", "last_on")}
    existing = goal.course.goals.filter(**same).first()
    if existing is None:
        goal.save()
    return existing or goal


def save_goal(goal: Goal, fields: Iterable[str]) -> None:
    """Save these fields of a goal; the worker then counts it again from its first day."""
    goal.counted_at, goal.counting_after = None, 0
    with transaction.atomic(), across_users("everyone’s progress is counted again"):
        goal.save(update_fields=[*fields, "counted_at", "counting_after"])
        delete_unreferenced(goal.progress.all())


def delete_goal(goal: Goal) -> None:
    """Delete a goal with everyone's progress and extensions."""
    for _step in remove(Goal, [goal.pk]):
        pass


@transaction.atomic
def extend(goal: Goal, learner: User, last_on: date | None) -> None:
    """Give a learner of the course until another last day, or the goal's own again; the worker counts it again."""
    if last_on:
        row = GoalExtension(user=learner, goal=goal, last_on=last_on)
        GoalExtension.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["user", "goal"], update_fields=["last_on"]
        )
    else:
        GoalExtension.objects.filter(user=learner, goal=goal).delete()
    Goal.objects.filter(pk=goal.pk).update(counted_at=None, counting_after=0)

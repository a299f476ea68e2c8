"""Answers that tests give, and what they read of the queue."""

from apps.reviews import queue, services
from conftest import NOW


def grade(schedule, value, at=NOW):
    """Answer the card of a schedule, whatever its version is by now."""
    schedule.refresh_from_db()
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)


def fronts(schedules):
    """Return the fronts of the schedules' cards."""
    return [schedule.card.front for schedule in queue.with_card(schedules)]

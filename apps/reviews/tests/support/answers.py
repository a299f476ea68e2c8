"""Answers that tests give, and what they read of the queue."""

from django.urls import reverse

from apps.reviews import services
from apps.reviews.day import queue
from apps.web.tests.support.clock import NOW


def grade(schedule, value, at=NOW):
    """Answer the card of a schedule, whatever its version is by now."""
    schedule.refresh_from_db()
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)


def press(client, schedule, grade=4, version=0, headers=None, **data):
    """Press the button of a grade in a browser."""
    url = reverse("reviews:grade", args=[schedule.card_id])
    return client.post(url, {"grade": grade, "version": version, **data}, headers=headers)


def fronts(schedules):
    """Return the fronts of the schedules' cards."""
    return [schedule.card.front for schedule in queue.with_card(schedules)]

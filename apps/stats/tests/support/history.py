"""Answers of many days, for pages that look back."""

import random
from datetime import timedelta

from apps.reviews import services
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW


def review(learner, days, now=NOW, schedules=None):
    """Answer these cards of the learner, or all of them, on each of so many days up to today."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    keys = [each.pk for each in schedules or Schedule.objects.filter(user=learner)]
    for ago in range(days, -1, -1):
        at = now - timedelta(days=ago)
        for schedule in Schedule.objects.filter(user=learner, pk__in=keys):
            schedule.user = learner
            schedule.queue_on = learner.study_day(at)
            grade = chance.choice([1, 3, 4, 4, 4, 5])
            services.grade_card(schedule, grade, seen_version=schedule.version, at=at, taken_ms=8000)

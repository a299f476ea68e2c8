"""What the tests of exports share."""

from datetime import timedelta

import pytest

from apps.reviews import services
from apps.reviews.models import ReviewLog, Schedule
from apps.web.tests.support.clock import NOW


@pytest.fixture
def answer(schedule, clock):
    """Return what answers the learner's first card, some days after NOW."""

    def answer(grade, days=0, **more):
        at = NOW + timedelta(days=days, minutes=ReviewLog.objects.count())
        clock.move_to(at)
        schedule.refresh_from_db()
        if days:
            Schedule.objects.filter(pk=schedule.pk).update(queue_on=schedule.user.study_day(at))
        return services.grade_card(schedule, grade, seen_version=schedule.version, at=at, **more)

    return answer

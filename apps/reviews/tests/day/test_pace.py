from datetime import timedelta

import pytest

from apps.reviews.day import pace
from apps.reviews.models import ReviewLog
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW


def test_a_learner_without_answers_is_taken_to_need_eight_seconds(learner):
    assert pace.seconds_per_card(learner, NOW) == 8


def test_the_pace_is_the_median_of_a_month(learner, schedule):
    times = {2_000: {}, 4_000: {}, 90_000: {}}
    others = [{"reviewed_at": NOW - timedelta(days=31)}, {"undone_at": NOW}, {"kind": ReviewLog.Kind.IMPORT}]
    for taken_ms, changed in [*times.items(), *((60_000, each) for each in others)]:
        log = grade(schedule, 2)
        ReviewLog.objects.filter(user=learner, pk=log.pk).update(taken_ms=taken_ms, **changed)
    assert pace.seconds_per_card(learner, NOW) == 4


@pytest.mark.parametrize(("cards", "seconds", "expected"), [(0, 8, 0), (1, 8, 1), (33, 16.4, 9), (184, 17, 52)])
def test_a_day_takes_whole_minutes(cards, seconds, expected):
    assert pace.minutes(cards, seconds) == expected

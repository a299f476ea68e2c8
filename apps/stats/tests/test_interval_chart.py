"""The chart of a card draws the answers that set its interval."""

from datetime import timedelta

from apps.reviews.grading import explain
from apps.reviews.tests.support.answers import grade
from apps.stats.charts.interval_chart import interval_chart
from apps.web.tests.support.clock import NOW


def test_the_interval_after_each_answer_is_drawn(learner, schedule):
    for day in (0, 1, 7):
        grade(schedule, 4, at=NOW + timedelta(days=day))
    chart = interval_chart(explain.answers(schedule, learner))
    assert list(chart.series[0].values) == [1, 6, 15]
    assert chart.caption == "The longest was 15 days."


def test_the_drill_is_not_drawn(learner, schedule):
    grade(schedule, 1)
    grade(schedule, 4)
    assert interval_chart(explain.answers(schedule, learner)) is None

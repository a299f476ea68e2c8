"""The history of a card has every answer, and draws those that set its interval."""

from datetime import timedelta

from apps.reviews.tests.support.answers import grade
from apps.stats.card_history import card_history
from apps.web.tests.support.clock import NOW


def test_a_card_that_was_never_asked_has_none(learner, card):
    assert card_history(learner, card) is None


def test_every_answer_is_there_and_its_interval_is_drawn(learner, schedule, card):
    for day in (0, 1, 7):
        grade(schedule, 4, at=NOW + timedelta(days=day))
    history = card_history(learner, card)
    assert [step.grade for step in history.answers] == [4, 4, 4]
    assert list(history.chart.series[0].values) == [1, 6, 15]
    assert history.chart.caption == "The longest was 15 days."


def test_the_drill_is_listed_but_not_drawn(learner, schedule, card):
    grade(schedule, 1)
    grade(schedule, 4)
    history = card_history(learner, card)
    assert len(history.answers) == 2
    assert history.chart is None


def test_a_classmates_answers_are_not_there(learner, classmate, schedule, card):
    grade(schedule, 4)
    assert card_history(classmate, card) is None

"""When an e-mail is worth it."""

from datetime import timedelta

import pytest

from apps.cards.tests.support.factory import make_note
from apps.reminders.digest import DueCards, digest_of, expected_lapses, retention
from apps.reminders.tests.conftest import TODAY
from apps.reviews.models import DayTally, ReviewLog, Schedule
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW


def digest(learner, at=NOW):
    return digest_of(learner, learner.study_day(at), at)


def cards(number, interval, late=0):
    return [DueCards(1, TODAY - timedelta(days=late), interval, number)]


@pytest.mark.parametrize(
    ("found", "retention", "lapses"),
    [
        pytest.param(cards(10, 1), 0.9, 0.9, id="0.9 today, 0.81 tomorrow, each of ten"),
        pytest.param(cards(10, 1, late=1), 0.9, 0.81, id="0.81 and 0.729"),
        pytest.param(cards(100, 100), 0.9, 0.095, id="a card of a hundred days loses little in one"),
        pytest.param(cards(10, 1), 0.5, 2.5, id="who forgets half of them"),
        pytest.param(cards(10, 1) + cards(10, 1), 0.9, 1.8, id="they add up"),
        pytest.param([], 0.9, 0, id="nothing is due"),
    ],
)
def test_what_waiting_until_tomorrow_costs(found, retention, lapses):
    assert expected_lapses(found, TODAY, retention) == pytest.approx(lapses, abs=0.001)


@pytest.mark.parametrize(
    ("due", "interval", "is_worth_it"),
    [
        pytest.param(19, 6, False, id="less than a session"),
        pytest.param(20, 6, True, id="a full session"),
    ],
)
def test_a_full_session_is_worth_it(learner, make_due, due, interval, is_worth_it):
    make_due(due, interval)
    found = digest(learner)
    assert (found.due, found.minutes, found.is_worth_it) == (due, 3, is_worth_it)


def test_fewer_cards_are_worth_it_for_who_forgets_many(learner, make_due, deck):
    make_due(15, interval=1)
    assert not digest(learner).is_worth_it
    for value, number in ((4, 60), (1, 40)):
        sort = {"deck": deck, "kind": "review", "age": 1, "grade": value, "day": TODAY - timedelta(days=9)}
        DayTally.objects.create(user=learner, answers=number, tests=number, timed=0, time_ms=0, **sort)
    assert retention(learner, TODAY) == 0.6
    found = digest(learner)
    assert (found.is_worth_it, found.lapses_rounded) == (True, 4)


@pytest.mark.parametrize(("passed", "expected"), [(20, 0.98), (2, 0.5), (15, 0.75)])
def test_what_is_remembered_stays_within_bounds(learner, deck, passed, expected):
    for value, number in ((4, passed), (1, 20 - passed)):
        sort = {"deck": deck, "kind": "review", "age": 1, "grade": value, "day": TODAY}
        DayTally.objects.create(user=learner, answers=number, tests=number, timed=0, time_ms=0, **sort)
    assert retention(learner, TODAY) == expected


def test_who_reviewed_today_is_not_reminded_of_the_rest(learner, make_due, deck):
    make_due(25)
    schedule = Schedule.objects.select_related("user").filter(user=learner, suspended=False).first()
    grade(schedule, 4, NOW)
    assert not digest(learner).is_worth_it


def test_who_has_been_away_for_a_month_is_not_reminded(learner, make_due):
    make_due(25)
    ReviewLog.objects.filter(user=learner).update(reviewed_at=NOW - timedelta(days=31))
    assert not digest(learner).is_worth_it


def test_only_as_many_cards_as_the_day_may_have_are_due(learner, make_due):
    make_due(25)
    learner.subscriptions.update(review_limit=5)
    assert digest(learner).due == 5


def test_new_cards_alone_are_not_worth_it(learner, make_due, deck):
    make_due(3)
    for number in range(30):
        make_note(deck, f"New {number}?", "Yes.")
    assert not digest(learner).is_worth_it


def test_a_goal_that_needs_today_is_worth_it(learner, course):
    course.goals.create(kind="days", days=2, starts_on=TODAY, last_on=TODAY + timedelta(days=2))
    assert not digest(learner).is_worth_it
    course.goals.update(last_on=TODAY + timedelta(days=1))
    found = digest(learner)
    assert (found.is_worth_it, found.due, len(found.goals)) == (True, 0, 1)


def test_nobody_is_reminded_of_nothing(stranger, learner):
    assert not digest(stranger).is_worth_it
    assert not digest(learner).is_worth_it

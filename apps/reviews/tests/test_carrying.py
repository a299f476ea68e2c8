"""Schedules that were made elsewhere go on here, and what was learned here is never set back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.reviews import dealing, history, invariants, queue, services
from apps.reviews.carrying import Brought, PastReview, bring
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.scheduler.sm2 import CardState
from conftest import NOW

TODAY = NOW.date()
DAY = timedelta(days=1)
PAST = [
    PastReview(NOW - 9 * DAY, 4, 1, 250, 3000),
    PastReview(NOW - 8 * DAY, 1, 1, 230, 9000),
    PastReview(NOW - 7 * DAY, 4, 10, 230),
]


@pytest.fixture
def cards(deck):
    return list(deck.cards_in_use())


@pytest.fixture
def known(cards):
    return Brought(cards[0].pk, CardState(3, 10, 230, 1), TODAY + 3 * DAY, reviews=PAST)


def test_a_schedule_comes_with_its_answers(learner, deck, known):
    counts = bring(learner, deck, [known], now=NOW)
    schedule = Schedule.objects.get()
    assert (counts.schedules, counts.reviews) == (1, 3)
    assert (schedule.state, schedule.due_on, schedule.queue_on) == (known.state, known.due_on, known.due_on)
    assert list(ReviewLog.objects.values_list("kind", "grade", "interval_days_after")) == [
        ("import", 4, 1),
        ("import", 1, 1),
        ("import", 4, 10),
    ]
    assert list(invariants.problems()) == []


def test_bringing_again_adds_nothing(learner, deck, known):
    bring(learner, deck, [known], now=NOW)
    before = list(Schedule.objects.values())
    counts = bring(learner, deck, [known], now=NOW + DAY)
    assert (counts.schedules, counts.reviews) == (0, 0)
    assert (list(Schedule.objects.values()), ReviewLog.objects.count()) == (before, 3)


def test_a_card_without_answers_gets_one_that_explains_it(learner, deck, known):
    for _ in range(2):
        bring(learner, deck, [replace(known, reviews=())], now=NOW)
    assert ReviewLog.objects.get().due_on_after == known.due_on
    assert list(invariants.problems()) == []


def test_the_deck_is_studied_from_then_on_and_its_other_cards_come_as_new(learner, deck, known):
    bring(learner, deck, [replace(known, due_on=TODAY - DAY)], now=NOW)
    dealing.deal(learner, TODAY)
    counts = queue.counts(learner, TODAY)
    assert (counts.due, counts.new, counts.done) == (1, 2, 0)


def test_an_answer_given_here_since_is_kept(learner, deck, known):
    bring(learner, deck, [replace(known, due_on=TODAY)], now=NOW)
    schedule = Schedule.objects.get()
    services.grade_card(schedule, 5, seen_version=schedule.version, at=NOW)
    before = list(Schedule.objects.values())
    bring(learner, deck, [replace(known, due_on=TODAY)], now=NOW)
    assert list(Schedule.objects.values()) == before


def test_answers_given_elsewhere_since_move_the_schedule_on(learner, deck, known):
    bring(learner, deck, [known], now=NOW)
    later = PastReview(NOW - DAY, 5, 25, 240)
    moved = replace(known, state=CardState(4, 25, 240, 1), due_on=TODAY + 24 * DAY, reviews=[*PAST, later])
    assert bring(learner, deck, [moved], now=NOW).reviews == 1
    assert Schedule.objects.get().state == moved.state
    assert list(invariants.problems()) == []


def test_a_suspended_card_is_never_asked(learner, deck, known, cards):
    new = Brought(cards[1].pk, CardState(), None, suspended=True)
    bring(learner, deck, [replace(known, suspended=True, due_on=TODAY), new], now=NOW)
    dealing.deal(learner, TODAY)
    assert (queue.counts(learner, TODAY).due, queue.counts(learner, TODAY).new) == (0, 1)
    assert list(invariants.problems()) == []


@pytest.mark.parametrize(
    ("due_on", "interval"), [(date.min, 1), (date.max, 999_999), (date(1970, 1, 1), 36_500), (TODAY, 10**9)]
)
def test_days_out_of_all_range_overflow_nothing(learner, deck, known, due_on, interval):
    state = CardState(2, interval, 250, 0)
    past = PastReview(NOW + 900 * DAY, 4, interval, 250)
    bring(learner, deck, [replace(known, due_on=due_on, state=state, reviews=[past])], now=NOW)
    assert Schedule.objects.get().interval_days <= 36_500
    assert list(invariants.problems()) == []


def test_an_imported_answer_is_not_taken_back(learner, deck, known):
    bring(learner, deck, [replace(known, reviews=[PastReview(NOW, 4, 10, 230)])], now=NOW)
    assert queue.last_answer(learner, TODAY) is None


def test_imported_answers_are_told(learner, deck, known):
    bring(learner, deck, [known], now=NOW)
    steps = list(history.answers(Schedule.objects.get(), learner))
    assert [step.interval for step in steps] == ["Imported: 10 days", "Imported: 1 day", "Imported: 1 day"]


class TestSuspending:
    @pytest.fixture
    def schedule(self, learner, deck):
        services.subscribe(learner, deck, today=TODAY)
        return Schedule.objects.first()

    def test_it_leaves_the_queue_and_comes_back(self, learner, schedule):
        services.suspend(schedule)
        assert queue.counts(learner, TODAY).new == 2
        assert services.unsuspend(learner.schedules.all(), today=TODAY) == 1
        assert queue.counts(learner, TODAY).new == 3

    def test_an_answer_on_its_way_is_refused(self, learner, schedule):
        services.suspend(schedule)
        with pytest.raises(services.StaleGrade):
            services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)

    def test_a_pause_does_not_wake_it(self, learner, deck, schedule):
        services.suspend(schedule)
        services.pause(Subscription.objects.get())
        services.subscribe(learner, deck, today=TODAY)
        assert queue.counts(learner, TODAY).new == 2
        assert list(invariants.problems()) == []

    def test_it_wakes_with_its_deck_where_that_is_paused(self, learner, deck, schedule):
        services.suspend(schedule)
        services.pause(Subscription.objects.get())
        services.unsuspend(learner.schedules.all(), today=TODAY)
        assert queue.counts(learner, TODAY).left == 0
        services.subscribe(learner, deck, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3

    def test_undo_leaves_it_suspended(self, learner, schedule):
        log = services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
        services.suspend(Schedule.objects.get(pk=schedule.pk))
        services.undo(learner, log.pk, at=NOW)
        assert Schedule.objects.get(pk=schedule.pk).queue_on is None
        assert list(invariants.problems()) == []

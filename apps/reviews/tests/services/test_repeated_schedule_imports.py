from datetime import date, timedelta

import pytest

from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.imported_schedules import PastReview
from apps.reviews.models import Schedule
from apps.reviews.services.import_schedules import ImportCounts
from apps.reviews.tests.support.imported_schedules import (
    KNOWN,
    NOTHING,
    PAST,
    TODAY,
    grade,
    imported,
    logs_of,
    review,
    run_import,
    schedule_of,
)
from apps.web.tests.support.clock import NOW


class TestTheSameCardAgain:
    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({}, id="with its answers"),
            pytest.param({"reviews": ()}, id="without any answer"),
            pytest.param({"reviews": (), "due_on": TODAY + timedelta(days=900)}, id="later than its interval says"),
            pytest.param({"reviews": (), "due_on": date.max}, id="due at the end of time"),
            pytest.param({"reviews": [review(5), review(-0.01), review(-90)]}, id="with answers of the future"),
            pytest.param({"suspended": True, "flag": 1}, id="suspended and flagged"),
            pytest.param({"due_on": None, "suspended": True, "flag": 1}, id="new, suspended and flagged"),
            pytest.param({"due_on": None, "flag": 1}, id="new and flagged"),
        ],
    )
    @pytest.mark.slow
    def test_the_same_again_adds_nothing(self, learner, deck, card, other):
        assert run_import(learner, deck, imported(card, **other)).schedules == 1
        before = list(Schedule.objects.filter(card=card).values())
        for later in (timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=3)):
            assert run_import(learner, deck, imported(card, **other), now=NOW + later) == NOTHING
        assert list(Schedule.objects.filter(card=card).values()) == before

    def test_an_answer_given_here_since_wins(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=TODAY))
        grade(learner, card, 5)
        mine = schedule_of(learner, card).due_on
        for reviews in (PAST, ()):
            assert run_import(learner, deck, imported(card, due_on=TODAY, reviews=reviews)) == NOTHING
        assert schedule_of(learner, card).due_on == mine

    def test_later_answers_are_added_and_decide(self, learner, deck, card, subscription):
        grade(learner, card, 1, NOW - timedelta(hours=1))
        later = PastReview(NOW - timedelta(minutes=5), 4, 20, 236)
        assert run_import(learner, deck, imported(card, reviews=[*PAST, later])) == ImportCounts(1, 1)
        logs, schedule = logs_of(learner, card), schedule_of(learner, card)
        assert [log.kind for log in logs] == ["learn", "import"]
        assert (schedule.state, schedule.version, schedule.drill_on) == (KNOWN, 2, None)
        assert run_import(learner, deck, imported(card, reviews=[*PAST, later])) == NOTHING

    def test_a_schedule_without_answers_decides_if_it_is_of_a_later_day(self, learner, deck, card):
        run_import(learner, deck, imported(card))
        assert run_import(learner, deck, imported(card, reviews=())) == NOTHING
        later = imported(card, reviews=(), due_on=TODAY + timedelta(days=15))
        assert run_import(learner, deck, later) == ImportCounts(1, 1)
        assert run_import(learner, deck, later) == NOTHING

    def test_a_queued_card_that_was_never_answered_takes_the_imported_schedule(self, learner, card, subscription):
        assert run_import(learner, subscription.deck, imported(card)) == ImportCounts(1, 6)
        assert queue.counts(learner, TODAY).new == 2

    def test_an_undone_answer_does_not_count(self, learner, deck, card, subscription):
        services.undo(learner, grade(learner, card, 4).pk, at=NOW)
        assert run_import(learner, deck, imported(card)) == ImportCounts(1, 6)

    def test_a_page_from_before_is_rejected(self, learner, deck, card, schedule):
        run_import(learner, deck, imported(card, due_on=TODAY))
        with pytest.raises(services.StaleGrade):
            services.grade_card(schedule_of(learner, card), 4, seen_version=schedule.version, at=NOW)


class TestUndo:
    def test_an_imported_answer_cannot_be_undone(self, learner, deck, card):
        run_import(learner, deck, imported(card, reviews=[PastReview(NOW, 4, 20, 236)]))
        assert queue.last_answer(learner, TODAY) is None
        assert queue.counts(learner, TODAY).done == 0
        with pytest.raises(services.StaleUndo):
            services.undo(learner, logs_of(learner, card)[0].pk, at=NOW)

    def test_an_answer_given_after_an_import_can_be_undone(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=TODAY))
        log = grade(learner, card, 5)
        services.undo(learner, log.pk, at=NOW)
        assert schedule_of(learner, card).state == KNOWN
        assert list(invariants.problems()) == []

    def test_an_answer_that_imported_ones_followed_cannot_be_undone(self, client, learner, deck, card, subscription):
        log = grade(learner, card, 4, NOW - timedelta(hours=1))
        run_import(learner, deck, imported(card, reviews=[PastReview(NOW, 4, 20, 236)]))
        client.force_login(learner)
        page = client.post("/review/undo/", {"log": log.pk}, follow=True)
        assert "Later answers to that card were imported since" in page.content.decode()
        assert list(invariants.problems()) == []

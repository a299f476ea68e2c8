from datetime import date, timedelta

import pytest

from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.answer import LOGGED
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_an_undo_restores_the_state_before(schedule, learner):
    before = Schedule.objects.filter(pk=schedule.pk).values(*LOGGED, "queue_on").get()
    log = grade(schedule, 5)
    restored = services.undo(learner, log.pk, at=NOW)
    assert Schedule.objects.filter(pk=schedule.pk).values(*LOGGED, "queue_on").get() == before
    assert restored.version == 2
    log.refresh_from_db()
    assert log.undone_at == NOW


def test_a_hundred_answers_can_be_undone(schedule, learner):
    grade(schedule, 1)
    for _ in range(99):
        grade(schedule, 1)
    for _ in range(100):
        services.undo(learner, queue.last_answer(learner, TODAY).pk, at=NOW)
    schedule.refresh_from_db()
    assert schedule.due_on is None
    assert queue.last_answer(learner, TODAY) is None
    assert ReviewLog.objects.filter(undone_at__isnull=False).count() == 100


def test_an_undone_drill_answer_is_in_the_drill_again(schedule, learner):
    grade(schedule, 1)
    log = grade(schedule, 5)
    services.undo(learner, log.pk, at=NOW)
    assert queue.counts(learner, TODAY).drill == 1


def test_pressing_undo_twice_undoes_one_answer(schedule, learner):
    log = grade(schedule, 4)
    services.undo(learner, log.pk, at=NOW)
    with pytest.raises(services.StaleUndo):
        services.undo(learner, log.pk, at=NOW)


def test_only_the_last_answer_can_be_undone(subscription, learner):
    first, second = list(queue.new(learner, TODAY))[:2]
    earlier, _ = grade(first, 4), grade(second, 4)
    with pytest.raises(services.StaleUndo):
        services.undo(learner, earlier.pk, at=NOW)


def test_another_learners_answer_cannot_be_undone(schedule, learner, classmate):
    log = grade(schedule, 4)
    with pytest.raises(services.StaleUndo):
        services.undo(classmate, log.pk, at=NOW)


def test_yesterdays_answer_stays(schedule, learner):
    log = grade(schedule, 4)
    with pytest.raises(services.StaleUndo):
        services.undo(learner, log.pk, at=NOW + timedelta(days=1))


def test_an_undo_in_a_paused_deck_leaves_the_deck_paused(subscription, schedule, learner):
    grade(schedule, 1)
    log = grade(schedule, 1)
    services.pause(subscription)
    services.undo(learner, log.pk, at=NOW)
    services.undo(learner, queue.last_answer(learner, TODAY).pk, at=NOW)
    assert queue.counts(learner, TODAY).left == 0
    services.subscribe(learner, subscription.deck, today=TODAY)
    assert queue.counts(learner, TODAY).new == 3


def test_an_answer_given_while_an_undo_is_on_its_way_wins(schedule, learner, monkeypatch):
    log = grade(schedule, 1)
    last_answer = queue.last_answer

    def after_another_answer(*arguments):
        found = last_answer(*arguments)
        monkeypatch.undo()
        grade(schedule, 1)
        return found

    monkeypatch.setattr(queue, "last_answer", after_another_answer)
    with pytest.raises(services.StaleUndo):
        services.undo(learner, log.pk, at=NOW)


def test_a_page_from_before_the_undo_is_stale(schedule, learner):
    log = grade(schedule, 4)
    services.undo(learner, log.pk, at=NOW)
    with pytest.raises(services.StaleGrade):
        services.grade_card(Schedule.objects.get(pk=schedule.pk), 4, seen_version=0, at=NOW)

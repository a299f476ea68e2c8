"""No act of a learner takes a row out of the log, also of a card that they have only practiced."""

from datetime import timedelta

import pytest
from django.db.models import RestrictedError

from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import suspend_and_flag, suspend_and_flag_many
from apps.web.statements import across_users
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


@pytest.fixture
def practiced(schedule):
    """A new card of today that was practiced."""
    services.practice_card(schedule, knew=True, since=NOW, at=NOW)
    return schedule


def no_new_cards(schedule):
    subscription = schedule.user.subscriptions.get()
    services.change_limits(subscription, new_limit=0, review_limit=200, today=TODAY)


def only_picked_cards(schedule):
    subscription = schedule.user.subscriptions.get()
    services.change_limits(subscription, new_limit=20, review_limit=200, includes="picked", today=TODAY)


def flag_and_pause_and_remove_the_flag(schedule):
    suspend_and_flag.set_flag(schedule, 1)
    services.pause(schedule.user.subscriptions.get())
    suspend_and_flag.set_flag(schedule, 0)


def the_same_of_many(schedule):
    suspend_and_flag_many.flag_cards(schedule.user, [schedule.card_id], 1)
    services.pause(schedule.user.subscriptions.get())
    suspend_and_flag_many.flag_cards(schedule.user, [schedule.card_id], 0)


@pytest.mark.parametrize("act", [no_new_cards, only_picked_cards, flag_and_pause_and_remove_the_flag, the_same_of_many])
def test_what_was_practiced_stays_in_the_log_and_comes_again_when_there_is_room(practiced, learner, act):
    act(practiced)
    assert ReviewLog.objects.filter(user=learner, schedule=practiced.pk).exists()
    assert practiced.card not in [each.card for each in queue.new(learner, TODAY)]
    assert list(invariants.problems()) == []
    subscription = services.subscribe(learner, practiced.deck, today=TODAY)
    services.change_limits(subscription, new_limit=20, review_limit=200, includes="all", today=TODAY)
    assert practiced.card in [each.card for each in queue.new(learner, TODAY)]
    assert Schedule.objects.filter(user=learner, card=practiced.card_id).get().pk == practiced.pk
    assert list(invariants.problems()) == []


def test_undo_of_a_suspension_keeps_what_was_practiced_since(learner, subscription, card):
    services.change_limits(subscription, new_limit=0, review_limit=200, today=TODAY)
    made = suspend_and_flag_many.suspend_cards(learner, [card.pk])
    made_for_it = Schedule.objects.select_related("user").get(user=learner, card=card)
    services.practice_card(made_for_it, knew=True, since=NOW, at=NOW)
    suspend_and_flag_many.undo_suspend_cards(learner, made, TODAY)
    assert ReviewLog.objects.filter(user=learner, schedule=made_for_it.pk).exists()
    assert not queue.new(learner, TODAY)
    assert list(invariants.problems()) == []
    services.change_limits(subscription, new_limit=20, review_limit=200, today=TODAY + timedelta(days=1))
    assert card in [each.card for each in queue.new(learner, TODAY + timedelta(days=1))]


def test_an_undone_answer_stays_too(schedule, learner, subscription):
    log = services.grade_card(schedule, 4, seen_version=0, at=NOW)
    services.undo(learner, log.pk, at=NOW)
    no_new_cards(schedule)
    assert ReviewLog.objects.filter(user=learner, pk=log.pk).exists()


def test_a_schedule_that_has_answers_cannot_be_deleted(practiced, learner):
    with across_users("Django deletes rows by their keys alone"), pytest.raises(RestrictedError):
        Schedule.objects.filter(user=learner, pk=practiced.pk).delete()

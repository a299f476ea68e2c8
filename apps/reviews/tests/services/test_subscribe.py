from datetime import date, timedelta

import pytest

from apps.cards.services.archive_and_tags import set_archived
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.day import decks_today, queue
from apps.reviews.models import Schedule
from apps.reviews.services import day_builder
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_an_answer_on_its_way_when_its_deck_is_paused_is_rejected(subscription, schedule):
    shown = Schedule.objects.select_related("user").get(pk=schedule.pk)
    services.pause(subscription)
    with pytest.raises(services.StaleGrade):
        services.grade_card(shown, 4, seen_version=0, at=NOW)


def test_a_paused_deck_leaves_the_queue_and_comes_back_as_it_was(subscription, learner, schedule):
    grade(schedule, 4)
    services.pause(subscription)
    assert queue.counts(learner, TOMORROW).left == 0
    services.subscribe(learner, subscription.deck, today=TODAY)
    schedule.refresh_from_db()
    assert schedule.queue_on == schedule.due_on == TOMORROW
    assert queue.counts(learner, TODAY).new == 2


def test_an_archived_note_leaves_the_queue_and_keeps_its_schedule(schedule, learner, card):
    set_archived([card.note], True)
    assert queue.counts(learner, TODAY).new == 2
    set_archived([card.note], False)
    assert queue.counts(learner, TODAY).new == 3
    assert Schedule.objects.filter(pk=schedule.pk).exists()


def test_moved_notes_keep_their_schedules(schedule, learner, card, course):
    grade(schedule, 4)
    schedule.refresh_from_db()
    before = schedule.state, schedule.due_on, schedule.version
    other = make_deck(course)
    services.move_notes([card.note], other, today=TODAY)
    schedule.refresh_from_db()
    assert schedule.deck == other
    assert (schedule.state, schedule.due_on, schedule.version) == before


def test_whoever_studied_moved_notes_keeps_them_and_gets_no_new_cards(schedule, learner, card, course):
    other = make_deck(course)
    make_note(other, "new", "to them")
    services.move_notes([card.note], other, today=TODAY)
    day_builder.build_day(learner, TOMORROW)
    row = decks_today.subscription_of(learner, other, TOMORROW)
    assert (row.new, row.paused) == (1, False)


@pytest.mark.parametrize(
    ("pause_source", "pause_target", "left"),
    [(True, False, 1), (False, True, 0), (True, None, 0), (False, None, 1)],
)
def test_a_moved_note_waits_where_its_new_deck_is_paused(
    subscription, learner, card, course, pause_source, pause_target, left
):
    other = make_deck(course)
    target = services.subscribe(learner, other, today=TODAY) if pause_target is not None else None
    if pause_source:
        services.pause(subscription)
    if pause_target:
        services.pause(target)
    services.move_notes([card.note], other, today=TODAY)
    assert queue.counts(learner, TODAY, other).left == left


def test_two_learners_have_their_own_schedules(schedule, classmate, deck):
    services.subscribe(classmate, deck, today=TODAY)
    grade(schedule, 4)
    assert queue.counts(classmate, TODAY).new == 3

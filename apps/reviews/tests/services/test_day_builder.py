from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import archive_cards, make_deck, make_note
from apps.reviews import services
from apps.reviews.day import decks_today, queue
from apps.reviews.models import Schedule
from apps.reviews.services import day_builder
from apps.reviews.tests.support.answers import fronts, grade
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_new_cards_come_up_to_the_limit_in_the_lessons_order(subscription, learner):
    services.change_limits(subscription, new_limit=2, review_limit=10, today=TODAY)
    Schedule.objects.all().delete()
    services.change_limits(subscription, new_limit=2, review_limit=10, today=TODAY)
    assert fronts(queue.new(learner, TODAY)) == ["<p>Question 1?</p>", "<p>Question 2?</p>"]


def test_a_card_that_was_archived_while_the_day_was_built_is_in_no_queue(subscription, learner, card):
    Schedule.objects.all().delete()
    archive_cards(Card.objects.filter(pk=card.pk))
    day_builder.put_in_queue(learner, [(subscription.deck_id, card.pk)], TODAY)
    assert queue.counts(learner, TODAY).new == 0
    archive_cards(Card.objects.filter(pk=card.pk), archived=False)
    assert queue.counts(learner, TODAY).new == 1


def test_a_day_is_built_once(subscription, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        day_builder.build_day(learner, TODAY)


def test_unseen_new_cards_count_for_tomorrows_limit(subscription, learner):
    subscription.new_limit = 3
    subscription.save(update_fields=["new_limit"])
    make_note(subscription.deck, "Fourth?", "4")
    day_builder.build_day(learner, TOMORROW)
    assert queue.counts(learner, TOMORROW).new == 3


def test_what_is_due_over_the_limit_waits_until_it_is_released(subscription, learner):
    for each in queue.new(learner, TODAY):
        grade(each, 4)
    services.change_limits(subscription, new_limit=0, review_limit=1, today=TODAY)
    day_builder.build_day(learner, TOMORROW)
    assert queue.counts(learner, TOMORROW).due == 1
    assert decks_today.subscriptions(learner, TOMORROW)[0].over_limit == 2
    assert day_builder.release(learner, TOMORROW) == 2
    assert queue.counts(learner, TOMORROW).due == 3


def test_what_was_answered_today_has_used_up_its_limit(subscription, learner):
    for each in list(queue.new(learner, TODAY))[:2]:
        grade(each, 4)
    services.change_limits(subscription, new_limit=2, review_limit=1, today=TODAY)
    assert queue.counts(learner, TODAY).new == 0
    day_builder.build_day(learner, TOMORROW)
    grade(queue.due(learner, TOMORROW).first(), 4, NOW + timedelta(days=1))
    services.pause(subscription)
    services.subscribe(learner, subscription.deck, today=TOMORROW)
    assert queue.counts(learner, TOMORROW).due == 0


def test_a_lower_limit_counts_from_today_on(subscription, learner):
    services.change_limits(subscription, new_limit=1, review_limit=10, today=TODAY)
    assert fronts(queue.new(learner, TODAY)) == ["<p>Question 1?</p>"]
    services.change_limits(subscription, new_limit=3, review_limit=10, today=TODAY)
    assert queue.counts(learner, TODAY).new == 3


def test_with_a_limit_of_nothing_no_next_day_is_promised(subscription, learner):
    services.change_limits(subscription, new_limit=0, review_limit=10, today=TODAY)
    assert decks_today.next_day(decks_today.subscriptions(learner, TODAY), TODAY) is None


def test_a_course_that_became_private_has_no_new_cards(stranger, deck, course):
    services.subscribe(stranger, deck, today=TODAY)
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    make_note(deck, "secret", "secret")
    day_builder.build_day(stranger, TOMORROW)
    assert queue.counts(stranger, TOMORROW).new == 3


def test_siblings_come_after_all_other_new_cards(learner, course):
    deck = make_deck(course, "pairs")
    for word in ("one", "two"):
        make_note(deck, word, word.upper(), kind="reversed")
    services.subscribe(learner, deck, today=TODAY)
    assert [each.card.ordinal for each in queue.with_card(queue.new(learner, TODAY))] == [0, 0, 1, 1]


def with_notes(course, slug, number):
    deck = make_deck(course, slug)
    for n in range(1, number + 1):
        make_note(deck, f"{slug} {n}", "Answer")
    return deck


def test_new_cards_of_several_decks_are_mixed_each_in_its_lessons_order(learner, course):
    for slug, number in (("long", 4), ("short", 2)):
        services.subscribe(learner, with_notes(course, slug, number), today=TODAY)
    learner.subscriptions.update(queue_built_on=None)
    Schedule.objects.all().delete()
    day_builder.build_day(learner, TODAY)
    mixed = ["long 1", "short 1", "long 2", "long 3", "short 2", "long 4"]
    assert fronts(queue.new(learner, TODAY)) == [f"<p>{front}</p>" for front in mixed]
    of_one = queue.new(learner, TODAY, learner.subscriptions.get(deck__slug="short").deck)
    assert fronts(of_one) == ["<p>short 1</p>", "<p>short 2</p>"]


def study_decks(learner, course, number):
    """Study decks of six notes, two of them near-duplicates, and answer two cards of each."""
    for place in range(number):
        deck = make_deck(course, f"deck-{number}-{place}")
        notes = [make_note(deck, f"{number} {place} {each}?", "Answer", position=each) for each in range(6)]
        Note.objects.filter(pk__in=[notes[2].pk, notes[3].pk]).update(duplicate_group=1)
        subscription = services.subscribe(learner, deck, today=TODAY)
        limits = {"new_limit": 2, "review_limit": 1}
        services.change_limits(subscription, **limits, today=TODAY)
        for schedule in queue.new(learner, TODAY, deck):
            grade(schedule, 4)


def statements_of_a_day(learner):
    with CaptureQueriesContext(connection) as queries:
        day_builder.build_day(learner, TOMORROW)
    return len([each for each in queries if "SAVEPOINT" not in each["sql"]])


@pytest.mark.slow
def test_the_number_of_statements_that_build_a_day_does_not_grow_with_the_decks(learner, classmate, course):
    study_decks(learner, course, 2)
    study_decks(classmate, course, 7)
    assert statements_of_a_day(learner) == statements_of_a_day(classmate)
    assert queue.counts(classmate, TOMORROW).due == 7
    assert queue.counts(classmate, TOMORROW).new == 14


@pytest.mark.slow
def test_an_ordinary_day_is_built_in_ten_statements_beside_those_of_its_transaction(learner, course):
    for place in range(20):
        deck = make_deck(course, f"deck-{place}")
        for each in range(3):
            make_note(deck, f"{place} {each}?", "Answer", position=each)
        subscription = services.subscribe(learner, deck, today=TODAY)
        services.change_limits(subscription, new_limit=1, review_limit=9, today=TODAY)
    assert statements_of_a_day(learner) <= 10
    assert queue.counts(learner, TOMORROW).new == 20

from datetime import date, timedelta

import pytest

from apps.cards.models import Card, Note
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import Pick, Schedule, Subscription
from apps.reviews.services import day_builder
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def lesson(course):
    """A practice page: two questions, two scenarios, three flashcards."""
    deck = make_deck(course, "lesson")
    parts = {"self_check": "Why", "exercise": "Which", "flashcards": "What"}
    for position, (kind, word) in enumerate(parts.items()):
        section = deck.sections.create(kind=kind, title=kind, position=position, labels=["U-Net", "DiT"])
        for number in range(1, 4 if kind == "flashcards" else 3):
            about = {"kind": "choice", "label": "DiT"} if kind == "exercise" else {}
            make_note(deck, f"{word} {number}?", f"{word} {number}.", section=section, **about)
    return deck


def cards_of(deck, word):
    return list(deck.cards_in_use().filter(front__contains=word))


def asked(user, today=TODAY, deck=None):
    """Return the fronts of today's queue, in the order in which they are asked."""
    found = [*queue.with_card(queue.due(user, today, deck)), *queue.with_card(queue.new(user, today, deck))]
    return [each.card.front.removeprefix("<p>").removesuffix("?</p>") for each in found]


def limit(subscription, new=20, review=200, **more):
    services.change_limits(subscription, new_limit=new, review_limit=review, today=TODAY, **more)
    subscription.refresh_from_db()


class TestWhatADeckBrings:
    def test_a_deck_includes_its_flashcards_unless_more_is_chosen(self, learner, lesson):
        assert services.subscribe(learner, lesson, today=TODAY).includes == "flashcards"
        assert asked(learner) == ["What 1", "What 2", "What 3"]

    def test_a_deck_without_flashcards_includes_everything(self, learner, lesson):
        set_archived(Note.objects.filter(section__kind="flashcards"), archived=True)
        assert services.subscribe(learner, lesson, today=TODAY).includes == "all"
        assert asked(learner) == ["Why 1", "Why 2", "Which 1", "Which 2"]

    def test_a_learner_may_want_everything(self, learner, lesson):
        services.subscribe(learner, lesson, today=TODAY)
        services.subscribe(learner, lesson, today=TODAY, includes="all")
        assert len(asked(learner)) == 7

    def test_a_second_subscribe_changes_nothing_of_it(self, learner, lesson):
        services.subscribe(learner, lesson, today=TODAY, includes="all")
        assert services.subscribe(learner, lesson, today=TODAY).includes == "all"

    def test_wanting_less_withdraws_what_was_never_answered(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY, includes="all")
        first = queue.new(learner, TODAY).first()
        services.grade_card(first, 1, seen_version=0, at=NOW)
        limit(subscription, includes="flashcards")
        assert asked(learner) == ["What 1", "What 2", "What 3"]
        assert asked(learner, TOMORROW)[0] == "Why 1"

    def test_limits_without_a_word_about_it_leave_it(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY, includes="all")
        limit(subscription, new=9)
        assert subscription.includes == "all"

    def test_no_more_new_cards_are_promised_than_come(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY)
        assert not subscription.has_new_tomorrow
        limit(subscription, new=2)
        assert subscription.has_new_tomorrow
        limit(subscription, includes="picked")
        assert not subscription.has_new_tomorrow
        assert asked(learner) == []


class TestPicking:
    def test_a_picked_card_comes_today_and_nothing_else(self, learner, lesson):
        picked = services.pick(learner, cards_of(lesson, "Why 2"), today=TODAY)
        assert (picked.subscription.includes, picked.today, picked.tomorrow) == ("picked", 1, 0)
        assert asked(learner) == ["Why 2"]
        assert asked(learner, TOMORROW) == ["Why 2"]

    def test_picks_come_before_all_other_new_cards_in_the_order_of_the_page(self, learner, lesson, subscription):
        services.subscribe(learner, lesson, today=TODAY)
        services.pick(learner, reversed(cards_of(lesson, "Why")), today=TODAY)
        services.pick(learner, cards_of(lesson, "Which 1"), today=TODAY)
        assert asked(learner)[:4] == ["Why 1", "Why 2", "Which 1", "Question 1"]

    def test_a_picked_card_that_waits_already_comes_first(self, learner, lesson):
        services.subscribe(learner, lesson, today=TODAY)
        services.pick(learner, cards_of(lesson, "What 3"), today=TODAY)
        assert asked(learner) == ["What 3", "What 1", "What 2"]

    def test_what_was_picked_comes_whatever_the_limit(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY)
        limit(subscription, new=0)
        assert services.pick(learner, cards_of(lesson, "Why"), today=TODAY).today == 2
        assert asked(learner) == ["Why 1", "Why 2"]

    def test_the_limit_counts_picks_and_leaves_them(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why"), today=TODAY)
        subscription = services.subscribe(learner, lesson, today=TODAY)
        limit(subscription, new=3)
        assert asked(learner) == ["Why 1", "Why 2", "What 1"]
        limit(subscription, new=1)
        assert asked(learner) == ["Why 1", "Why 2"]

    def test_picking_twice_changes_nothing(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why"), today=TODAY)
        again = services.pick(learner, cards_of(lesson, "Why"), today=TODAY)
        assert again.today == 2
        assert (Pick.objects.count(), Schedule.objects.count()) == (2, 2)

    def test_adding_the_deck_later_includes_its_flashcards_too(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        services.subscribe(learner, lesson, today=TODAY)
        assert asked(learner) == ["Why 1", "What 1", "What 2", "What 3"]

    def test_wanting_less_leaves_the_picks(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY, includes="all")
        services.pick(learner, cards_of(lesson, "Which 2"), today=TODAY)
        limit(subscription, includes="flashcards")
        assert asked(learner) == ["Which 2", "What 1", "What 2", "What 3"]

    def test_a_pick_of_a_paused_deck_waits_until_it_is_resumed(self, learner, lesson):
        subscription = services.subscribe(learner, lesson, today=TODAY)
        services.pause(subscription)
        picked = services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        assert (picked.today, picked.tomorrow, asked(learner)) == (0, 0, [])
        services.subscribe(learner, lesson, today=TODAY)
        assert asked(learner) == ["Why 1", "What 1", "What 2", "What 3"]

    def test_only_picks_stay_only_picks_through_a_pause(self, learner, lesson):
        subscription = services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY).subscription
        services.pause(subscription)
        services.subscribe(learner, lesson, today=TODAY)
        assert asked(learner) == ["Why 1"]

    def test_a_card_that_was_learned_keeps_its_date(self, learner, lesson):
        services.subscribe(learner, lesson, today=TODAY)
        services.grade_card(queue.new(learner, TODAY).first(), 5, seen_version=0, at=NOW)
        picked = services.pick(learner, cards_of(lesson, "What 1"), today=TODAY)
        assert picked.today == 0
        assert asked(learner) == ["What 2", "What 3"]

    def test_picks_are_the_persons_own(self, learner, classmate, lesson):
        services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        services.pick(classmate, cards_of(lesson, "Why 2"), today=TODAY)
        services.unpick(classmate, cards_of(lesson, "Why"), today=TODAY)
        assert (asked(learner), asked(classmate)) == (["Why 1"], [])

    def test_a_pick_moves_with_its_note(self, learner, lesson, deck):
        subscription = services.subscribe(learner, lesson, today=TODAY)
        services.pause(subscription)
        services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        services.move_notes([Note.objects.get(front="Why 1?")], deck, today=TODAY)
        assert list(invariants.problems()) == []
        assert learner.subscriptions.get(deck=deck).paused


class TestUnpicking:
    def test_what_was_never_answered_goes_again(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why"), today=TODAY)
        services.unpick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        services.unpick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        assert asked(learner) == ["Why 2"]
        assert not learner.subscriptions.get().has_unseen

    def test_what_the_deck_includes_anyway_stays(self, learner, lesson):
        services.subscribe(learner, lesson, today=TODAY)
        services.pick(learner, cards_of(lesson, "What 2"), today=TODAY)
        services.unpick(learner, cards_of(lesson, "What 2"), today=TODAY)
        assert sorted(asked(learner)) == ["What 1", "What 2", "What 3"]

    def test_what_was_answered_keeps_its_schedule(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        services.grade_card(queue.new(learner, TODAY).first(), 4, seen_version=0, at=NOW)
        services.unpick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        assert asked(learner, TOMORROW) == ["Why 1"]

    def test_an_answer_to_a_withdrawn_card_is_rejected(self, learner, lesson):
        services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        shown = Schedule.objects.select_related("user").get()
        services.unpick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        with pytest.raises(services.StaleGrade):
            services.grade_card(shown, 4, seen_version=0, at=NOW)

    def test_a_pick_that_a_pause_passed_over_goes_too(self, learner, lesson):
        subscription = services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY).subscription
        services.pause(subscription)
        services.subscribe(learner, lesson, today=TODAY)
        services.unpick(learner, cards_of(lesson, "Why 1"), today=TODAY)
        assert not Schedule.objects.exists()


def test_a_pick_without_a_subscription_is_found(learner, lesson):
    services.pick(learner, cards_of(lesson, "Why 1"), today=TODAY)
    Schedule.objects.all().delete()
    Subscription.objects.all().delete()
    assert [each for each in invariants.problems() if each.startswith("Pick")]


def test_a_day_with_picks_is_dealt_once(learner, lesson, django_assert_num_queries):
    services.pick(learner, Card.objects.filter(note__deck=lesson), today=TODAY)
    with django_assert_num_queries(1):
        day_builder.build_day(learner, TODAY)

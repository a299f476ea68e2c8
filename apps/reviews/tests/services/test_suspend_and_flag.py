from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.reviews import invariants, services
from apps.reviews.day import near_duplicates, queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import day_builder, suspend_and_flag
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


def grade(schedule, value, at=NOW):
    schedule.refresh_from_db()
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)


def again(schedule):
    schedule.refresh_from_db()
    return schedule


@pytest.fixture(autouse=True)
def all_is_well(db):
    yield
    assert list(invariants.problems()) == []


class TestSuspending:
    def test_a_suspended_card_does_not_come_up(self, schedule, learner):
        assert suspend_and_flag.suspend(schedule)
        assert queue.counts(learner, TODAY).new == 2
        day_builder.build_day(learner, TOMORROW)
        assert queue.counts(learner, TOMORROW).new == 2

    def test_it_leaves_the_drill(self, schedule, learner):
        grade(schedule, 1)
        suspend_and_flag.suspend(schedule)
        assert queue.counts(learner, TODAY).drill == 0

    def test_suspending_twice_is_suspending_once(self, schedule):
        assert [suspend_and_flag.suspend(schedule), suspend_and_flag.suspend(schedule)] == [True, False]
        assert again(schedule).version == 1

    def test_an_answer_on_its_way_is_rejected(self, schedule):
        shown = Schedule.objects.select_related("user").get(pk=schedule.pk)
        suspend_and_flag.suspend(schedule)
        with pytest.raises(services.StaleGrade):
            services.grade_card(shown, 4, seen_version=0, at=NOW)

    def test_a_pause_does_not_bring_it_back(self, subscription, schedule, learner):
        grade(schedule, 4)
        suspend_and_flag.suspend(schedule)
        services.pause(subscription)
        services.subscribe(learner, subscription.deck, today=TODAY)
        assert again(schedule).queue_on is None
        assert again(schedule).due_on == TOMORROW

    def test_moving_its_note_does_not_bring_it_back(self, schedule, learner, card, course):
        suspend_and_flag.suspend(schedule)
        other = make_deck(course)
        services.move_notes([card.note], other, today=TODAY)
        assert (again(schedule).suspended, schedule.queue_on) == (True, None)
        assert not Subscription.objects.get(deck=other).paused

    def test_lower_limits_and_fewer_cards_leave_it_suspended(self, subscription, schedule):
        suspend_and_flag.suspend(schedule)
        services.change_limits(subscription, new_limit=0, review_limit=0, includes="picked", today=TODAY)
        services.change_limits(subscription, new_limit=9, review_limit=9, includes="all", today=TODAY)
        assert again(schedule).suspended

    def test_picking_a_suspended_card_leaves_it_suspended(self, schedule, learner, card):
        suspend_and_flag.suspend(schedule)
        assert services.pick(learner, [card], today=TODAY).today == 0

    def test_an_earlier_answer_can_be_undone_and_the_card_stays_suspended(self, schedule, learner):
        log = grade(schedule, 1)
        suspend_and_flag.suspend(schedule)
        services.undo(learner, log.pk, at=NOW)
        assert (again(schedule).queue_on, schedule.due_on, schedule.suspended) == (None, None, True)

    def test_the_database_rejects_a_suspended_card_in_a_queue(self, schedule):
        with pytest.raises(IntegrityError, match="suspended_is_in_no_queue"), transaction.atomic():
            Schedule.objects.update(suspended=True)


class TestUnsuspending:
    def test_it_is_queued_again_when_it_is_due(self, schedule):
        grade(schedule, 4)
        suspend_and_flag.suspend(schedule)
        assert suspend_and_flag.unsuspend(schedule, today=TODAY)
        assert again(schedule).queue_on == TOMORROW

    def test_a_new_card_is_queued_today(self, schedule, learner):
        suspend_and_flag.suspend(schedule)
        suspend_and_flag.unsuspend(schedule, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3

    def test_unsuspending_what_is_not_suspended_changes_nothing(self, schedule):
        assert not suspend_and_flag.unsuspend(schedule, today=TODAY)
        assert again(schedule).version == 0

    def test_in_a_paused_deck_it_waits_for_the_deck(self, subscription, schedule, learner):
        suspend_and_flag.suspend(schedule)
        services.pause(subscription)
        suspend_and_flag.unsuspend(schedule, today=TODAY)
        assert queue.counts(learner, TODAY).left == 0
        services.subscribe(learner, subscription.deck, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3

    def test_the_day_still_asks_one_note_of_a_duplicate_group(self, schedule, learner, deck):
        suspend_and_flag.suspend(schedule)
        Note.objects.filter(position__in=[1, 2]).update(duplicate_group=1)
        suspend_and_flag.unsuspend(schedule, today=TODAY)
        assert queue.counts(learner, TODAY).new == 2
        assert near_duplicates.asked_today(learner, [deck.pk], TODAY)[deck.pk, 1]


class TestFlags:
    def test_a_flag_changes_no_date_and_rejects_no_answer(self, schedule):
        suspend_and_flag.set_flag(schedule, 3)
        services.grade_card(schedule, 4, seen_version=0, at=NOW)
        assert again(schedule).flag == 3

    def test_there_are_seven_flags(self, schedule):
        with pytest.raises(IntegrityError, match="flag_from_0_to_7"), transaction.atomic():
            Schedule.objects.update(flag=8)

    def test_a_card_that_was_never_queued_comes_as_new_once_its_flag_is_gone(self, subscription, schedule, learner):
        Schedule.objects.filter(user=learner).update(queue_on=None, flag=3)
        suspend_and_flag.set_flag(again(schedule), 0)
        assert list(invariants.problems()) == []
        assert schedule.card in queue.unseen_cards(subscription)

    def test_a_new_card_keeps_its_flag_when_less_is_wanted(self, subscription, schedule, learner):
        suspend_and_flag.set_flag(schedule, 3)
        services.change_limits(subscription, new_limit=0, review_limit=9, today=TODAY)
        assert queue.counts(learner, TODAY).new == 0
        services.pause(subscription)
        services.subscribe(learner, subscription.deck, today=TODAY)
        assert queue.counts(learner, TODAY).new == 0
        services.change_limits(subscription, new_limit=9, review_limit=9, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3
        assert again(schedule).flag == 3


@pytest.fixture
def reviewing(client, learner, schedule):
    client.force_login(learner)
    return client


def press(client, action, schedule, headers=None, **data):
    return client.post(reverse(f"reviews:{action}", args=[schedule.card_id]), data, headers=headers)


class TestPages:
    @pytest.mark.parametrize("headers", [None, HTMX])
    def test_suspend_shows_the_next_card_and_a_way_back(self, reviewing, schedule, headers):
        page = press(reviewing, "suspend", schedule, headers)
        content = (page if headers else reviewing.get(page["Location"])).content.decode()
        assert "Question 2?" in content
        assert reverse("reviews:unsuspend", args=[schedule.card_id]) in content

    def test_without_htmx_the_session_stays_in_its_deck(self, reviewing, schedule):
        url = reverse("reviews:suspend", args=[schedule.card_id])
        location = reviewing.post(f"{url}?deck=diffusion")["Location"]
        assert location == f"/review/?deck=diffusion&suspended={schedule.card_id}"

    @pytest.mark.parametrize("headers", [None, HTMX])
    def test_unsuspend_queues_the_card_again(self, reviewing, schedule, headers):
        press(reviewing, "suspend", schedule)
        page = press(reviewing, "unsuspend", schedule, headers)
        content = (page if headers else reviewing.get(page["Location"])).content.decode()
        assert "Question 1?" in content
        assert reverse("reviews:unsuspend", args=[schedule.card_id]) not in content

    @pytest.mark.parametrize("word", ["", "x", "9" * 30, "-1"])
    def test_a_url_that_names_no_suspended_card_shows_the_review(self, reviewing, word):
        assert reviewing.get(f"/review/?suspended={word}").status_code == 200

    @pytest.mark.parametrize(
        ("back", "url"),
        [
            ("deck", "/decks/diffusion/"),
            ("why", "/review/{}/why/"),
            ("answer", "/review/{}/answer/"),
            ("//evil", "/review/"),
        ],
    )
    def test_a_flag_leads_back_to_its_page(self, reviewing, schedule, back, url):
        location = press(reviewing, "flag", schedule, flag=2, back=back)["Location"]
        assert location == url.format(schedule.card_id)
        assert again(schedule).flag == 2

    def test_a_flag_changes_its_own_place_on_the_page_alone(self, reviewing, schedule):
        content = press(reviewing, "flag", schedule, HTMX, flag=1).content.decode()
        assert "Remove flag" in content
        assert "Red flag" in content
        assert "Question" not in content

    @pytest.mark.parametrize("flag", ["8", "-1", "red", ""])
    def test_a_flag_that_is_not_on_offer_is_rejected(self, reviewing, schedule, flag):
        assert press(reviewing, "flag", schedule, flag=flag).status_code == 400

    def test_the_page_names_the_keys(self, reviewing):
        content = reviewing.get("/review/").content.decode()
        assert 'data-key="@"' in content
        assert 'data-key="*"' in content

    def test_the_deck_lists_what_is_suspended_and_flagged(self, reviewing, schedule):
        assert "show=suspended" not in reviewing.get("/decks/diffusion/").text
        suspend_and_flag.suspend(schedule)
        suspend_and_flag.set_flag(schedule, 4)
        for name in ("suspended", "flagged"):
            assert f"show={name}" in reviewing.get("/decks/diffusion/").text
            content = reviewing.get(f"/decks/diffusion/?show={name}").text
            assert schedule.card.front in content
            assert content.count("Unsuspend") == 1
            assert "Blue" in content
        assert press(reviewing, "unsuspend", schedule, back="deck")["Location"] == "/decks/diffusion/"

    def test_long_lists_are_paged(self, reviewing, learner, deck):
        note = make_note(deck, "many", "cards")
        cards = Card.objects.bulk_create(Card(note=note, ordinal=n, front="f", back="b") for n in range(1, 151))
        Schedule.objects.bulk_create(Schedule(user=learner, deck=deck, card=card, suspended=True) for card in cards)
        assert "1 to 50 of 150" in reviewing.get("/decks/diffusion/?show=suspended").text

    def test_why_this_date_says_that_the_card_is_suspended(self, reviewing, schedule):
        suspend_and_flag.suspend(schedule)
        content = reviewing.get(f"/review/{schedule.card_id}/why/").content.decode()
        assert "You suspended this card" in content
        assert press(reviewing, "unsuspend", schedule, back="why")["Location"] == f"/review/{schedule.card_id}/why/"

    @pytest.mark.parametrize("headers", [None, HTMX])
    def test_undoing_an_answer_to_a_suspended_card_leaves_it_suspended(self, reviewing, schedule, headers):
        log = grade(schedule, 4)
        suspend_and_flag.suspend(schedule)
        page = reviewing.post("/review/undo/", {"log": log.pk}, headers=headers, follow=not headers)
        assert "Undone. The card doesn’t come up: it is suspended" in page.content.decode()

    def test_the_practice_page_says_that_a_card_is_suspended(self, reviewing, schedule, deck):
        Lesson.objects.create(course=Course.objects.get(), deck=deck, slug="diffusion", title="Diffusion")
        suspend_and_flag.suspend(schedule)
        content = reviewing.get("/courses/multimodal/diffusion/practice/").content.decode()
        assert content.count("suspended") == 1

    def test_looking_at_a_url_sets_nothing(self, reviewing, schedule):
        for action in ("suspend", "unsuspend", "flag"):
            assert reviewing.get(reverse(f"reviews:{action}", args=[schedule.card_id])).status_code == 405
        assert not ReviewLog.objects.exists()

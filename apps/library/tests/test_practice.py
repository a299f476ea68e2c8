import re
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.cards.models import Deck
from apps.cards.services.delete_deck import delete_deck
from apps.cards.tests.support.factory import make_deck, make_note
from apps.library.practice import KEY, PracticeRound
from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import suspend_and_flag
from apps.reviews.tests.support.answers import grade, press
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

TODAY = NOW.date()
DECK = "/practice/?deck=diffusion"


@pytest.fixture
def me(client, learner, schedule):
    client.force_login(learner)
    return client


def rows(learner):
    return list(Schedule.objects.filter(user=learner).order_by("pk").values())


def shown(client, page=DECK):
    """The card and the turn of a page that shows the answer."""
    reveal = re.search(r"answer=(\d+)", client.get(page).content.decode())[1]
    content = client.get(f"{page}&answer={reveal}").content.decode()
    return {name: re.search(rf'name="{name}" value="(\d+)"', content)[1] for name in ("card", "turn")}


def answer(client, knew="yes", page=DECK, headers=None, **data):
    url = f"{reverse('library:practice_answer')}?{page.partition('?')[2]}"
    return client.post(url, {**shown(client, page), "knew": knew, **data}, headers=headers)


def logs():
    return list(ReviewLog.objects.filter(kind="practice").order_by("pk").values_list("grade", flat=True))


def test_practice_changes_no_schedule_and_is_logged(me, learner):
    before = rows(learner)
    for knew in ("yes", "no", "yes"):
        answer(me, knew, taken_ms=1200)
    assert rows(learner) == before
    assert logs() == [4, 1, 4]
    assert list(invariants.problems()) == []


def test_a_card_that_was_not_known_comes_again_at_the_end(me):
    first = shown(me)["card"]
    answer(me, "no")
    asked = []
    for _ in range(3):
        asked.append(shown(me)["card"])
        answer(me)
    assert asked[-1] == first
    assert len({*asked}) == 3
    page = me.get(DECK).content.decode()
    assert "Practice finished" in page
    assert "You knew 2 of 3 cards right away." in page


def test_the_answer_is_not_in_the_page_before_it_is_revealed(me):
    content = me.get(DECK).content.decode()
    assert "Practice: no schedule changes." in content
    assert 'id="answer"' not in content
    assert "0 of 3 known" in content


@pytest.mark.parametrize("headers", [None, HTMX])
def test_pressing_twice_counts_once_and_says_so(me, headers):
    pressed = shown(me) | {"knew": "yes"}
    url = f"{reverse('library:practice_answer')}?deck=diffusion"
    me.post(url, pressed)
    response = me.post(url, pressed, headers=headers, follow=True)
    assert "You had already answered that card." in response.content.decode()
    assert logs() == [4]


def test_the_last_card_may_be_missed_and_asked_again(me, learner):
    learner.schedules.exclude(pk=learner.schedules.first().pk).update(suspended=True, queue_on=None)
    first = shown(me)
    answer(me, "no")
    assert shown(me) == first | {"turn": "1"}


def test_an_answer_on_its_way_counts_after_practice(me, schedule):
    answer(me)
    press(me, schedule)
    assert ReviewLog.objects.filter(kind="learn").count() == 1
    assert list(invariants.problems()) == []


def test_undo_takes_back_the_answer_and_never_practice(me, learner, schedule):
    log = grade(schedule, 4)
    for _ in range(3):
        answer(me)
    assert queue.last_answer(learner, TODAY) == log
    assert queue.counts(learner, TODAY).done == 1
    services.undo(learner, log.pk, at=NOW)
    assert logs() == [4, 4, 4]
    assert list(invariants.problems()) == []


def test_the_cards_history_says_that_practice_changed_nothing(me, learner):
    card = shown(me)["card"]
    answer(me)
    assert "In practice, which doesn’t change the schedule" in me.get(f"/review/{card}/why/").content.decode()


def test_suspended_cards_stay_out_also_in_a_round_that_has_begun(me, learner):
    me.get(DECK)
    for each in Schedule.objects.filter(user=learner).select_related("user"):
        suspend_and_flag.suspend(each)
    assert "No cards to practice" in me.get(DECK).content.decode()


def test_the_cards_that_were_not_remembered_today(me, learner, schedule):
    grade(schedule, 1)
    assert shown(me, "/practice/?lapses=today")["card"] == str(schedule.card_id)
    answer(me, page="/practice/?lapses=today")
    assert "You knew 1 of 1 card right away." in me.get("/practice/?lapses=today").content.decode()


def test_the_weakest_are_those_with_most_lapses_then_the_lowest_easiness(me, learner):
    learned = list(learner.schedules.order_by("pk"))
    for each, (lapses, easiness) in zip(learned, [(0, 130), (3, 250), (0, 250)], strict=True):
        learner.schedules.filter(pk=each.pk).update(
            lapses=lapses, easiness=easiness, interval_days=1, due_on=TODAY, queue_on=TODAY
        )
    assert "0 of 2 known" in me.get("/practice/?weakest=2").content.decode()
    assert shown(me, "/practice/?weakest=1")["card"] == str(learned[1].card_id)


def test_a_search_finds_what_is_practiced(me, learner, deck):
    assert "0 of 1 known" in me.get('/practice/?q="Question 2"').content.decode()


def test_a_search_may_name_a_hundred_cards(me, learner):
    cards = [str(10**8 + n) for n in range(100)] + [str(learner.schedules.first().card_id)]
    page = me.get("/practice/", {"q": f"cid:{','.join(cards)}"}).content.decode()
    assert "0 of 1 known" in page
    assert "Selected cards" in page
    assert "100000050" not in page.partition("</h1>")[0]


def test_a_search_that_cannot_be_read_says_so_and_leads_to_the_browser(me):
    response = me.get("/practice/?q=(a")
    assert response.status_code == 422
    assert "/browse/?q=%28a" in response.content.decode()


def test_a_search_that_is_too_long_says_so(me):
    response = me.get("/practice/", {"q": "cat " * 600})
    assert response.status_code == 422
    assert "A search has at most 2,000 characters." in response.text


def test_a_round_that_another_release_stored_begins_again(me):
    me.get(DECK)
    session = me.session
    session[KEY] = session[KEY] | {"renamed_since": 1}
    session.save()
    assert "0 of 3 known" in me.get(DECK).text


def test_without_a_source_it_asks_what_to_practice(me):
    content = me.get("/practice/").content.decode()
    for link in ("?lapses=today", "?weakest=20", "?deck=diffusion"):
        assert link in content


@pytest.mark.parametrize("query", ["deck=nothing", "weakest=0", "weakest=x", "weakest=100000", "lapses=yesterday"])
def test_what_does_not_exist_is_missing(me, query):
    assert me.get(f"/practice/?{query}").status_code == 404


def test_a_deck_that_is_not_studied_does_not_exist(client, classmate, schedule):
    client.force_login(classmate)
    assert client.get(DECK).status_code == 404


class TestDeletedDeck:
    @pytest.fixture
    def failed_today(self, learner, schedule, deck):
        """A deck with a card that was not remembered today, deleted since."""
        grade(schedule, 1)
        delete_deck(deck, at=NOW)
        return Deck.with_deleted.get(pk=deck.pk)

    def test_it_cannot_be_practiced(self, me, failed_today):
        for slug in ("diffusion", failed_today.slug):
            assert me.get(f"/practice/?deck={slug}").status_code == 404

    @pytest.mark.parametrize("query", ["weakest=20", "lapses=today", "q="])
    def test_its_cards_are_not_asked(self, me, failed_today, query):
        assert "of 1 known" not in me.get(f"/practice/?{query}").content.decode()

    def test_they_leave_a_round_that_has_begun(self, me, deck):
        assert "0 of 3 known" in me.get("/practice/?q=Question").content.decode()
        delete_deck(deck, at=NOW)
        assert "No cards to practice" in me.get("/practice/?q=Question").content.decode()


def test_another_learners_card_does_not_exist(client, classmate, schedule, course):
    other = make_deck(course, "other")
    make_note(other, "Mine?", "Yes.")
    services.subscribe(classmate, other, today=TODAY)
    client.force_login(classmate)
    client.get("/practice/?deck=other")
    url = f"{reverse('library:practice_answer')}?deck=other"
    assert client.post(url, {"card": schedule.card_id, "turn": 0, "knew": "yes"}).status_code == 404
    assert logs() == []


@pytest.mark.parametrize("data", [{}, {"knew": "perhaps"}, {"card": "x"}, {"turn": -1}])
def test_a_form_that_no_page_sends_is_rejected_with_a_sentence(me, data):
    me.get(DECK)
    sent = {"card": 1, "turn": 0, "knew": "yes"} | data if data else {}
    response = me.post(f"{reverse('library:practice_answer')}?deck=diffusion", sent)
    assert response.status_code == 400
    assert response.content.decode() == "Press one of the buttons below the answer."


def test_stopping_shows_how_it_went_and_the_round_goes_on_later(me):
    answer(me)
    stopped = me.get(f"{DECK}&stop").content.decode()
    assert "Practice stopped" in stopped
    assert "You knew 1 of 3 cards right away." in stopped
    assert "1 of 3 known" in me.get(DECK).content.decode()


def test_a_round_begins_again_when_asked_for(me):
    answer(me)
    assert me.post(f"{reverse('library:practice_again')}?deck=diffusion")["Location"] == DECK
    assert "0 of 3 known" in me.get(DECK).content.decode()


def test_a_finished_round_of_yesterday_is_not_shown_today(me, clock):
    for _ in range(3):
        answer(me)
    clock.shift(timedelta(days=1))
    assert "0 of 3 known" in me.get(DECK).content.decode()


def test_a_round_has_its_cards_in_any_order():
    orders = {tuple(PracticeRound.begin("", TODAY, range(8), NOW).left) for _ in range(20)}
    assert len(orders) > 1


def test_a_press_takes_few_statements(me, django_assert_max_num_queries):
    pressed = shown(me) | {"knew": "yes"}
    with django_assert_max_num_queries(16):  # two of them are the savepoint of a test
        me.post(f"{reverse('library:practice_answer')}?deck=diffusion", pressed, headers=HTMX)

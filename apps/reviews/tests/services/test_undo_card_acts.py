import re

import pytest
from django.urls import reverse

from apps.reviews import card_acts
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog
from apps.reviews.services import suspend_and_flag
from apps.reviews.tests.support.answers import grade, press
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

TODAY = NOW.date()
UNDO_BUTTON = re.compile(r'name="(log|act)" value="(\d+)" data-undo')


@pytest.fixture
def reviewing(client, learner, schedule):
    client.force_login(learner)
    return client


@pytest.fixture
def second(schedule, learner):
    return queue.new(learner, TODAY)[1]


def act(client, action, schedule, headers=HTMX, **data):
    return client.post(reverse(f"reviews:{action}", args=[schedule.card_id]), data, headers=headers)


def undo(client, page="/review/", headers=HTMX):
    """Press the undo button of a page, as the key `z` does."""
    name, value = UNDO_BUTTON.search(client.get(page).content.decode()).groups()
    return client.post(reverse("reviews:undo"), {name: value}, headers=headers)


def again(schedule):
    schedule.refresh_from_db()
    return schedule


def not_undone():
    return ReviewLog.objects.filter(undone_at=None).count()


@pytest.mark.parametrize("headers", [None, HTMX])
def test_after_a_suspension_undo_unsuspends_and_leaves_the_grade_before(reviewing, schedule, second, headers):
    press(reviewing, schedule)
    act(reviewing, "suspend", second)
    undo(reviewing, headers=headers)
    assert not again(second).suspended
    assert not_undone() == 1
    undo(reviewing, headers=headers)
    assert not_undone() == 0


def test_the_suspension_is_the_last_act_also_after_the_next_answer_is_shown(reviewing, schedule, second):
    press(reviewing, schedule)
    act(reviewing, "suspend", second)
    third = queue.new(second.user, TODAY).first()
    undo(reviewing, page=reverse("reviews:reveal", args=[third.card_id]))
    assert not again(second).suspended
    assert not_undone() == 1


def test_undoing_a_suspension_shows_the_card_again(reviewing, schedule):
    act(reviewing, "suspend", schedule)
    assert "Question 1?" in undo(reviewing).content.decode()


@pytest.mark.parametrize("headers", [None, HTMX])
def test_after_a_flag_undo_removes_the_flag_and_leaves_the_grade_before(reviewing, schedule, second, headers):
    press(reviewing, schedule)
    act(reviewing, "flag", second, flag=1)
    undo(reviewing, headers=headers)
    assert again(second).flag == 0
    assert not_undone() == 1


def test_undo_restores_the_flag_that_was_removed_or_changed(reviewing, schedule):
    suspend_and_flag.set_flag(schedule, 3)
    act(reviewing, "flag", schedule, flag=5)
    act(reviewing, "flag", schedule, flag=0)
    undo(reviewing)
    assert again(schedule).flag == 5
    undo(reviewing)
    assert again(schedule).flag == 3


def test_undoing_a_flag_leaves_the_answer_on_the_page(reviewing, schedule):
    content = act(reviewing, "flag", schedule, flag=1, back="answer").content.decode()
    name, value = UNDO_BUTTON.search(content).groups()
    shown = {name: value, "card": schedule.card_id, "back": "answer"}
    content = reviewing.post(reverse("reviews:undo"), shown, headers=HTMX).content.decode()
    assert 'id="foot"' in content
    assert "Question" not in content
    assert 'name="back" value="answer"' in content


def test_without_htmx_undoing_a_flag_leads_back_to_the_answer(reviewing, schedule):
    act(reviewing, "flag", schedule, flag=1)
    shown = {"act": 1, "card": schedule.card_id, "back": "answer"}
    assert reviewing.post(reverse("reviews:undo"), shown)["Location"] == f"/review/{schedule.card_id}/answer/"


def test_a_flag_brings_its_own_undo_button(reviewing, schedule, second):
    press(reviewing, schedule)
    content = act(reviewing, "flag", second, flag=1).content.decode()
    assert "Undo flag" in content
    assert 'name="log"' not in content


def test_acts_are_undone_from_the_last_to_the_first(reviewing, schedule, second):
    act(reviewing, "flag", schedule, flag=1)
    press(reviewing, schedule)
    act(reviewing, "flag", second, flag=1)
    act(reviewing, "suspend", second)
    states = []
    for _ in range(4):
        undo(reviewing)
        states.append((again(second).suspended, second.flag, not_undone(), again(schedule).flag))
    assert states == [(False, 1, 1, 1), (False, 0, 1, 1), (False, 0, 0, 1), (False, 0, 0, 0)]
    assert not UNDO_BUTTON.search(reviewing.get("/review/").content.decode())


def test_an_answer_after_a_flag_is_undone_first(reviewing, schedule, second):
    act(reviewing, "flag", schedule, flag=1)
    press(reviewing, schedule)
    undo(reviewing)
    assert (not_undone(), again(schedule).flag) == (0, 1)


def test_a_card_suspended_in_the_drill_is_in_the_drill_again(reviewing, schedule):
    grade(schedule, 1)
    act(reviewing, "suspend", schedule)
    undo(reviewing)
    assert again(schedule).drill_on == TODAY


def test_unsuspending_by_its_own_button_leaves_nothing_of_it_to_undo(reviewing, schedule, second):
    press(reviewing, schedule)
    act(reviewing, "suspend", second)
    act(reviewing, "unsuspend", second)
    undo(reviewing)
    assert not_undone() == 0


def test_pressing_undo_twice_undoes_one_mark(reviewing, schedule, second):
    act(reviewing, "flag", schedule, flag=1)
    act(reviewing, "flag", second, flag=1)
    for _ in range(2):
        response = reviewing.post(reverse("reviews:undo"), {"act": 2}, headers=HTMX)
    assert "That was already undone" in response.content.decode()
    assert (again(schedule).flag, again(second).flag) == (1, 0)


def test_a_flag_that_was_changed_elsewhere_stays(reviewing, schedule):
    act(reviewing, "flag", schedule, flag=1)
    suspend_and_flag.set_flag(schedule, 4)
    undo(reviewing)
    assert again(schedule).flag == 4


def test_acts_of_yesterday_stay(reviewing, schedule, clock):
    act(reviewing, "flag", schedule, flag=1)
    session = reviewing.session
    session[card_acts.KEY][0]["day"] = "2026-01-01"
    session.save()
    assert not UNDO_BUTTON.search(reviewing.get("/review/").content.decode())


def test_suspending_a_suspended_card_is_no_act(reviewing, schedule, second):
    press(reviewing, schedule)
    suspend_and_flag.suspend(second)
    act(reviewing, "suspend", second)
    undo(reviewing)
    assert not_undone() == 0


def test_a_session_remembers_a_limited_number_of_acts(reviewing, schedule, monkeypatch):
    monkeypatch.setattr(card_acts, "MAX_ACTS", 3)
    for flag in (1, 2, 3, 4, 5):
        act(reviewing, "flag", schedule, flag=flag)
    assert [each["flag_after"] for each in reviewing.session[card_acts.KEY]] == [3, 4, 5]


def test_another_learners_acts_are_not_in_the_session(reviewing, schedule, classmate):
    act(reviewing, "flag", schedule, flag=1)
    reviewing.force_login(classmate)
    assert not UNDO_BUTTON.search(reviewing.get("/review/").content.decode())


def test_naming_an_answer_and_a_mark_at_once_is_a_sentence(reviewing, schedule):
    response = reviewing.post(reverse("reviews:undo"), {"log": 1, "act": 1}, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (400, "#status")

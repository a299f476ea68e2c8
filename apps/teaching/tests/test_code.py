"""“Have a code?”: the code of a course or of a room leads there, from the front page and from Today."""

import pytest
from django.utils import timezone

from apps.cards.tests.support.factory import make_deck
from apps.courses.models import JoinLink
from apps.lessons.models import Lesson
from apps.teaching.room.services.presenting import start_room


@pytest.fixture
def room(course):
    deck = make_deck(course, "backbones")
    lesson = Lesson.objects.create(course=course, deck=deck, slug="backbones", title="Backbones")
    return start_room(lesson, at=timezone.now())


@pytest.fixture
def link(course):
    return JoinLink.objects.create(course=course)


def typed(client, code):
    return client.get("/code/", {"code": code})


@pytest.mark.parametrize("spelling", [str.upper, str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_the_code_of_a_course_leads_to_joining_it(client, link, spelling):
    assert typed(client, spelling(link.code)).url == f"/join/{link.code}/"


@pytest.mark.parametrize("spelling", [str.upper, str.lower, lambda code: f"{code[:4]} {code[4:]}"])
def test_the_code_of_a_room_leads_to_it(client, room, spelling):
    assert typed(client, spelling(room.code)).url == f"/room/{room.code}/"


@pytest.mark.parametrize("door", ["/room/", "/join/"])
def test_the_doors_of_before_lead_to_the_one_that_takes_both(client, room, link, door):
    assert client.get(door).url == "/code/"
    for code, page in ((str(room).lower(), "room"), (link.formatted_code, "join")):
        response = client.get(door, {"code": code}, follow=True)
        assert response.request["PATH_INFO"] == f"/{page}/{code.upper().replace('-', '').replace(' ', '')}/"


@pytest.mark.parametrize("code", ["AAAA-AAAA", "x", "ß☃", "9" * 500, "<script>"])
def test_a_code_that_leads_nowhere_is_named_and_asked_for_again(client, room, link, code):
    response = typed(client, code)
    assert response.status_code == 422
    assert "Neither a course nor a room has this code." in response.text


@pytest.mark.parametrize("code", ["", " ", "-"])
def test_without_a_code_it_is_asked_for(client, db, code):
    response = typed(client, code)
    assert response.status_code == 200
    assert "Neither" not in response.text


def test_the_link_of_a_course_that_has_ended_leads_nowhere(client, link):
    JoinLink.objects.update(ends_at=timezone.now())
    assert typed(client, link.code).status_code == 422


def test_codes_cannot_be_guessed_without_end(client, room, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "join_without_session": "2/m/ip"}
    assert [typed(client, "AAAA-AAAA").status_code for _ in range(3)] == [422, 422, 429]
    assert typed(client, room.code).status_code == 302


def test_the_front_page_and_the_first_day_of_a_learner_ask_for_a_code(client, learner):
    assert 'action="/code/"' in client.get("/").text
    client.force_login(learner)
    assert 'action="/code/"' in client.get("/").text


def test_who_reviews_already_is_not_asked_on_today(client, learner, subscription):
    client.force_login(learner)
    assert 'action="/code/"' not in client.get("/").text

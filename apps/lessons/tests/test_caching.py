"""What a cache between the site and visitors may keep of public pages, and that a kept page can be used."""

import pytest
from django.test import Client

from apps.lessons.models import Lesson

OWN, PRACTICE = "http://testserver", "/courses/multimodal/backbones/practice/"
PAGES = ["/courses/multimodal/", PRACTICE]
PRIVATE, PUBLIC = "private, no-store", "public, max-age=60"
pytestmark = pytest.mark.django_db


def answer(visitor, notes, origin=OWN):
    """Answer a question without a token, as a page without one does."""
    headers = {"Origin": origin} if origin else {}
    return visitor.post(f"{PRACTICE}questions/{notes['What is noise?'].pk}/", {"knew": "yes"}, headers=headers)


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_s_page_may_be_kept_for_a_minute(lesson, page):
    response = Client().get(page)
    assert response["Cache-Control"] == PUBLIC
    assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.parametrize("page", PAGES)
def test_nobody_s_own_page_is_kept(lesson, learner, client, page):
    client.force_login(learner)
    assert client.get(page)["Cache-Control"] == PRIVATE


def test_a_visitor_s_page_with_answers_is_not_kept(notes):
    visitor = Client()
    answer(visitor, notes)
    assert visitor.get(PRACTICE)["Cache-Control"] == PRIVATE


def test_a_page_that_is_missing_is_not_kept(lesson):
    Lesson.objects.all().delete()
    assert "public" not in Client().get(PRACTICE).get("Cache-Control", "")


def test_an_answer_is_taken_from_a_page_that_a_cache_kept(notes):
    assert answer(Client(enforce_csrf_checks=True), notes).status_code == 302


@pytest.mark.parametrize("origin", [None, "null", "https://a.example", f"{OWN}.a.example", "http://testserver:81"])
def test_an_answer_from_elsewhere_is_refused(notes, origin):
    assert answer(Client(enforce_csrf_checks=True), notes, origin).status_code == 403


def test_a_form_elsewhere_on_the_site_still_needs_its_token(learner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    headers = {"Origin": OWN}
    assert strict.post("/preferences/theme/", {"theme": "dark"}, headers=headers).status_code == 403

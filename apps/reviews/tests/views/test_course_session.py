"""A review of one course: the cards of all its decks, and of no other."""

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.reviews import services
from apps.reviews.models import ReviewLog
from apps.reviews.tests.support.answers import press
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

SESSION = "/review/?course=multimodal"


@pytest.fixture
def elsewhere(learner):
    """A card of another course that the learner studies too."""
    deck = make_deck(Course.objects.create(slug="other", title="Other"), "other")
    make_note(deck, "Elsewhere?", "Yes.")
    services.subscribe(learner, deck, today=learner.study_day(NOW))


def test_it_shows_only_the_cards_of_the_course(client, learner, elsewhere, subscription):
    client.force_login(learner)
    for schedule in learner.schedules.filter(deck__slug="diffusion"):
        page = client.get(SESSION).content.decode()
        assert "Review: Multimodal AI" in page
        assert "Elsewhere?" not in page
        url = f"/review/{schedule.card_id}/grade/?course=multimodal"
        client.post(url, {"grade": 4, "version": 0}, headers=HTMX)
    assert ReviewLog.objects.count() == 3
    page = client.get(SESSION).content.decode()
    assert "You’ve finished this course for today" in page
    assert "1 more is waiting in your other courses" in page


def test_without_javascript_it_stays_in_the_course(client, learner, schedule):
    client.force_login(learner)
    assert press(client, schedule).headers["Location"] == "/review/"
    url = f"/review/{schedule.card_id}/grade/?course=multimodal"
    assert client.post(url, {"grade": 4, "version": 1}).headers["Location"] == SESSION


def test_a_course_that_the_person_does_not_study_does_not_exist(client, stranger, subscription):
    client.force_login(stranger)
    assert client.get(SESSION).status_code == 404

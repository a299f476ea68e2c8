"""The paper: what is printed on it."""

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.paper_sessions.models import PaperSession
from apps.paper_sessions.services import start
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.tests.support.papers import (
    LIST,
    TOMORROW,
    enter,
    many_cards,
)
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services import grade_card, subscribe
from apps.web.tests.support.clock import NOW


def test_a_session_holds_what_the_queue_asks_today_due_cards_first(studying, deck):
    first = Schedule.objects.select_related("user").order_by("pk").last()
    grade_card(first, 1, seen_version=0, at=NOW)
    session = start_session(studying, None, now=TOMORROW)
    today = studying.study_day(TOMORROW)
    asked = [*queue.due(studying, today), *queue.new(studying, today)]
    assert [card.schedule for card in session.cards.all()] == asked
    assert asked[0] == first
    assert [card.number for card in session.cards.all()] == [1, 2, 3]


def test_the_paper_has_all_cards_their_boxes_and_the_code(client, session, url, paper):
    made = paper(client.get(f"{url}cards.pdf").content)
    for number in (1, 2, 3):
        assert f"{number}. Question {number}? 0 1 2 3 4 5" in made.text
        assert f"Answer {number}." in made.text
    assert "Diffusion · Monday, Nov. 23, 2026 · 3 cards" in made.text
    assert "0 Blank 1 Wrong 2 Nearly 3 Hard 4 Good 5 Easy" in made.text
    assert "Enter your grades at http://testserver/paper/" in made.text
    assert all(str(session) in page for page in made.pages)
    assert [title for title, _ in made.bookmarks] == ["Question 1?", "Question 2?", "Question 3?"]


@pytest.mark.slow
def test_every_page_of_a_long_paper_has_the_code_and_the_legend(client, studying, deck, paper):
    many_cards(studying, deck, 97, back="A somewhat longer answer than usual. " * 6)
    session = start_session(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert len(made.pages) > 5
    assert all(str(session) in page and "4 Good" in page for page in made.pages)
    assert "100. Question" in made.text


def test_an_answer_longer_than_a_page_is_printed_whole(client, studying, deck, paper):
    words = " ".join(f"word{number}" for number in range(1500))
    make_note(deck, "Long?", words)
    session = start_session(studying, deck, now=TOMORROW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert set(words.split()) <= set(made.text.split())


def test_a_paper_of_several_decks_names_the_deck_of_each_card(client, studying, paper):
    own = make_deck(owner=studying, slug="own", title="My own")
    make_note(own, "Mine?", "Yes.")
    subscribe(studying, own, today=studying.study_day(NOW))
    session = start_session(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert "My own Mine?" in made.text
    assert "Diffusion Question 1?" in made.text


def test_a_card_that_breaks_the_engine_costs_its_texts_not_its_boxes(client, studying, deck, paper):
    Card.objects.filter(note__deck=deck, front__contains="2").update(front="<div>" * 3000 + "Deep?")
    session = start_session(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert "2. This card could not be printed: Deep? 0 1 2 3 4 5" in made.text
    assert "3. Question 3?" in made.text


def test_a_missing_pango_is_reported_on_the_sessions_page(client, url, pango_missing):
    response = client.get(f"{url}cards.pdf")
    assert response.status_code == 503
    assert "libpango-1.0-0" in response.text
    assert "Question 1?" in response.text


def test_printing_very_often_is_refused_but_a_cached_print_is_not(client, url, settings):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    first = client.get(f"{url}cards.pdf")
    assert client.get(f"{url}cards.pdf").content == first.content
    assert client.get(f"{url}cards.pdf", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(f"{url}cards.pdf?paper=letter").status_code == 429


@pytest.mark.parametrize("size", ["", "?paper=letter", "?paper=napkin"])
def test_the_same_paper_has_the_same_bytes(client, url, size):
    first = client.get(f"{url}cards.pdf{size}")
    assert first.status_code == 200
    assert client.get(f"{url}cards.pdf{size}").content == first.content


def test_asking_twice_for_the_same_paper_gives_one_session(client, studying):
    first, second = (client.post(LIST)["Location"] for _ in range(2))
    assert first == second
    assert PaperSession.objects.count() == 1


def test_after_something_was_entered_the_next_paper_is_another(client, session, studying):
    enter(session, {1: 4})
    other = start_session(studying, None, now=NOW)
    assert other != session
    assert other.cards.count() == 2


def test_a_deck_alone_may_be_printed(client, studying, deck):
    assert client.post(LIST, {"deck": deck.slug})["Location"].startswith(LIST)
    assert PaperSession.objects.get().deck == deck


def test_a_deck_that_is_not_studied_is_not_printed(client, studying, course):
    make_deck(course)
    assert client.post(LIST, {"deck": "other"}).status_code == 404
    assert client.post(LIST, {"deck": "nothing"}).status_code == 404


def test_with_nothing_due_there_is_no_session(client, classmate):
    client.force_login(classmate)
    assert "You have no cards due today." in client.post(LIST, follow=True).text
    assert not PaperSession.objects.exists()


def test_a_session_has_at_most_a_hundred_cards(studying, deck):
    many_cards(studying, deck, 120)
    assert start_session(studying, None, now=NOW).cards.count() == start.MAX_CARDS == 100

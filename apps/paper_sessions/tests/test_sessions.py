"""The list of sessions, their deletion, and what their pages cost."""

from datetime import timedelta

from apps.paper_sessions.models import PaperCard, PaperSession
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.tests.support.papers import LIST, answers, enter, many_cards
from apps.reviews.models import ReviewLog, Schedule
from apps.web.tests.support.clock import NOW


def test_the_list_has_open_sessions_first(client, session, studying, deck):
    enter(session, {1: 4, 2: 4})
    newer = start_session(studying, None, now=NOW + timedelta(minutes=1))
    enter(newer, {1: 4})
    page = client.get(LIST).text
    assert page.index(f"/paper/{newer.code}/") < page.index(f"/paper/{session.code}/")
    assert "2 of 3 entered" in page
    third = PaperSession.objects.create(user=studying, study_day=NOW.date(), created_at=NOW - timedelta(days=9))
    many_cards(studying, deck, 1)
    added = Schedule.objects.order_by("pk").last()
    PaperCard.objects.create(user=studying, session=third, number=1, card=added.card, schedule=added, version=0)
    page = client.get(LIST).text
    assert page.index(third.code) < page.index(newer.code)


def test_an_empty_list_says_what_to_do(client, studying):
    page = client.get(LIST).text
    assert "You haven’t printed any cards to review yet." in page
    assert "Print today’s cards" in page


def test_todays_page_and_the_decks_page_offer_it(client, studying, deck):
    assert "Print today’s cards on paper" in client.get("/").text
    assert "Review on paper" in client.get(f"/decks/{deck.slug}/").text


def test_a_deleted_session_keeps_what_was_recorded(client, url):
    client.post(url, {"grades": "4"})
    page = client.get(f"{url}delete/").text
    assert "2 grades are not entered yet." in page
    client.post(f"{url}delete/")
    assert answers() == [4]
    assert not PaperSession.objects.exists()


def test_a_page_of_a_hundred_cards_takes_few_statements(client, studying, deck, django_assert_max_num_queries):
    many_cards(studying, deck, 97)
    session = start_session(studying, None, now=NOW)
    with django_assert_max_num_queries(10):
        assert client.get(f"/paper/{session.code}/").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200


def test_a_hundred_grades_take_four_statements_each(client, studying, deck, django_assert_max_num_queries):
    many_cards(studying, deck, 97)
    session = start_session(studying, None, now=NOW)
    url = f"/paper/{session.code}/"
    with django_assert_max_num_queries(420):
        client.post(url, {"grades": "4" * 100})
    assert ReviewLog.objects.count() == 100
    with django_assert_max_num_queries(20):
        client.post(url, {"grades": "4" * 100})

"""The statistics of what a search finds: counted from the log, as those of a deck are from the tallies."""

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.day_builder import build_day
from apps.search.search import search_cards
from apps.stats import scope
from apps.stats.tests.support.history import review
from apps.web.tests.support.clock import NOW

URL = "/statistics/"
PARTS = (URL, "/statistics/cards/", "/statistics/ahead/")


@pytest.fixture
def studying(client, learner, subscription):
    review(learner, 10)
    client.force_login(learner)
    return client


def shown(client, query, part=URL, **data):
    response = client.get(part, {"q": query, **data})
    assert response.status_code == 200
    return response.context["shown"]


@pytest.mark.parametrize("days", [30, 90, 365])
def test_a_search_for_a_deck_counts_what_the_deck_does(studying, deck, days):
    of_search = shown(studying, f"deck:{deck.slug}", days=days)
    of_deck = studying.get(URL, {"deck": deck.slug, "days": days}).context["shown"]
    assert of_search.answers.by_day == of_deck.answers.by_day
    assert [of_search.answers.by_grade(age) for age in range(3)] == [of_deck.answers.by_grade(age) for age in range(3)]
    assert of_search.answers.retention(1, 2) == of_deck.answers.retention(1, 2)
    assert of_search.answers.hours == of_deck.answers.hours
    assert of_search.cards == of_deck.cards
    assert [chart.values for chart in of_search.due.series] == [chart.values for chart in of_deck.due.series]


def test_only_the_cards_that_are_found_are_counted(studying):
    card = Schedule.objects.order_by("pk")[0].card_id
    assert shown(studying, f"cid:{card}").answers.total == 11
    assert shown(studying, f"cid:{card}").cards.total <= 1
    assert shown(studying, f"-cid:{card}").answers.total == 22


def test_the_page_of_a_search_has_all_its_parts_and_searches_once(studying, monkeypatch):
    searched = []
    monkeypatch.setattr(scope, "search_cards", lambda *args, **now: searched.append(args) or search_cards(*args, **now))
    page = studying.get(URL, {"q": "deck:*"}).text
    for title in ("A year of answers", "Due in the next", "Intervals", "Hardest cards"):
        assert title in page
    assert 'hx-trigger="load"' not in page
    assert len(searched) == 1


def test_a_search_that_finds_nothing_says_that_there_are_no_answers(studying):
    assert "There are no answers in this time." in studying.get(URL, {"q": "tag:nowhere"}).text


@pytest.mark.parametrize("part", PARTS)
def test_a_mistake_is_explained_on_the_page_of_statistics(studying, part):
    response = studying.get(part, {"q": "is:duo"}, follow=True)
    assert response.status_code == 422
    assert "Did you mean “due”?" in response.text
    assert 'value="is:duo"' in response.text


def test_more_cards_than_can_be_counted_are_refused_with_what_to_do(studying, monkeypatch):
    monkeypatch.setattr(scope, "MAX_FOUND", 2)
    response = studying.get(URL, {"q": "deck:*"})
    assert response.status_code == 422
    assert "This search finds more than 2 cards, too many to count their answers." in response.text


def test_what_if_is_about_the_limits_of_decks_and_not_offered_for_a_search(studying):
    assert "What if?" not in studying.get("/statistics/", {"q": "deck:*"}).text


@pytest.mark.parametrize(
    ("of", "query"),
    [
        pytest.param("", "q=is%3Adue", id="a search of all decks"),
        pytest.param("deck:diffusion", "deck=diffusion&q=is%3Adue", id="a search in a deck"),
    ],
)
def test_a_search_may_be_within_the_deck_that_is_chosen(studying, of, query):
    response = studying.get(URL, {"of": of, "q": "is:due", "days": 30})
    assert response.url == f"{URL}?{query}&days=30"


def test_a_search_in_a_deck_counts_no_deck_that_has_its_slug_as_a_title(studying, learner, deck):
    other = make_deck(owner=learner, slug="other", title=deck.slug)
    make_note(other, "Elsewhere?")
    services.subscribe(learner, other, today=NOW.date())
    build_day(learner, NOW.date())
    review(learner, 10, schedules=learner.schedules.filter(deck=other))
    of_deck = studying.get(URL, {"deck": deck.slug}).context["shown"]
    both = studying.get(URL, {"deck": deck.slug, "q": "deck:*"})
    assert both.context["shown"].answers.total == of_deck.answers.total
    assert [each.selected for each in both.context["options"]["decks"] if each.value == f"deck:{deck.slug}"] == [True]


def test_a_search_finds_nobody_elses_answers(client, learner, classmate, deck, subscription):
    services.subscribe(classmate, deck, today=NOW.date())
    build_day(classmate, NOW.date())
    review(learner, 10)
    review(classmate, 1)
    client.force_login(classmate)
    own = ReviewLog.objects.filter(user=classmate).count()
    assert shown(client, "deck:*").answers.total == own > 0

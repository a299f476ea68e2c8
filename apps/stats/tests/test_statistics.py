"""The page of statistics: what it shows, to whom, and how few statements it takes."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.models import Subscription
from apps.reviews.services.day_builder import build_day
from apps.stats import what_if
from apps.stats.tests.support.history import review
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

URL = "/statistics/"
LOADED = CARDS, AHEAD, WHAT_IF = "/statistics/cards/", "/statistics/ahead/", "/statistics/what-if/"
PARTS = (URL, *LOADED)


def page(client, learner, query="", part=URL):
    client.force_login(learner)
    response = client.get(f"{part}{query}")
    assert response.status_code == 200
    return response.text


def statements(client, query, part):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{part}{query}").status_code == 200
    return len(captured)


def study_deck_of_ones_own(learner, slug):
    deck = make_deck(owner=learner, slug=slug)
    make_note(deck, f"A question of {slug}?")
    services.subscribe(learner, deck, today=NOW.date())
    build_day(learner, NOW.date())


def test_without_an_answer_it_says_how_to_begin(client, learner):
    text = page(client, learner)
    assert "There are no answers in this time." in text
    assert '<svg class="plot"' not in text


def test_the_first_answer_has_its_charts_and_what_is_missing_says_when_it_comes(client, learner, subscription):
    review(learner, 0)
    text = page(client, learner)
    assert "come with a week of answers, on Nov. 29, 2026." in text
    for title in ("Answers by button", "Answers by hour", "Cards due in the days ahead", "Intervals, easiness, lapses"):
        assert title in text
    for title in ("A year of answers", "True retention by week", "Other limits, tried on your cards"):
        assert title not in text
    assert "come with a week of answers" not in page(client, learner, part=CARDS)


def test_what_is_not_counted_is_named_at_the_figures(client, learner, subscription):
    for days in (0, 10):
        review(learner, days)
        assert "Answers of the final drill and of practice are not counted." in page(client, learner)


def test_all_time_looks_back_to_the_first_answer_and_a_year_ahead(client, learner, subscription):
    review(learner, 0, now=NOW - timedelta(days=800))
    review(learner, 10)
    text = page(client, learner, "?days=all")
    answers = client.get(URL, {"days": "all"}).context["shown"].answers
    assert (answers.total, answers.days_studied, answers.days) == (36, 12, 801)
    assert "Sept. 14, 2024 to Nov. 23, 2026" in " ".join(text.split())
    assert client.get(URL, {"days": "all"}).context["shown"].first == answers.first
    assert client.get(AHEAD, {"days": "all"}).context["shown"].first == answers.first
    assert "Due in the next 365 days" in page(client, learner, "?days=all", AHEAD)
    assert client.get(URL, {"of": "", "days": "all"}).url == f"{URL}?days=all"


def test_the_days_ahead_begin_with_today(client, learner, subscription):
    review(learner, 10)
    assert re.search(r"<text[^>]*>\s*Today\s*</text>", page(client, learner, "?days=30", AHEAD))


def test_after_a_week_everything_is_drawn_in_parts_and_has_its_table(client, learner, subscription):
    review(learner, 10)
    text = "".join(page(client, learner, part=part) for part in PARTS)
    for title in ("A year of answers", "True retention by week", "Answers by hour", "Intervals", "Hardest cards"):
        assert title in text
    assert text.count('class="plot"') == text.count("<details>") - 1 == 8


@pytest.mark.parametrize("part", LOADED)
def test_the_other_parts_are_links_that_htmx_loads_into_the_page(client, learner, subscription, part):
    review(learner, 10)
    assert f'hx-get="{part}?days=30"' in page(client, learner, "?days=30")
    assert f'href="{part}?days=30"' in page(client, learner, "?days=30")
    loaded = client.get(part, headers=HTMX).text
    assert loaded.strip().startswith("<section")
    assert "<h1" in client.get(part).text


def test_each_day_of_the_year_has_its_number_in_words(client, learner, subscription):
    review(learner, 10)
    assert 'title="Nov. 23, 2026: 3 answers"' in page(client, learner)


def test_what_was_answered_before_the_period_is_not_counted(client, learner, subscription):
    review(learner, 40)
    client.force_login(learner)
    answers = client.get(URL, {"days": 30}).context["shown"].answers
    assert (answers.total, answers.days_studied) == (90, 30)


def test_a_period_that_is_not_on_offer_is_the_usual_one(client, learner, subscription):
    client.force_login(learner)
    assert client.get(URL, {"days": "31"}).context["shown"].answers.days == 90


def test_a_deck_is_looked_at_alone(client, learner, subscription, deck):
    review(learner, 10)
    client.force_login(learner)
    assert client.get(URL, {"deck": deck.slug}).context["shown"].answers.total == 33
    response = client.get(URL, {"of": f"deck:{deck.slug}", "days": 30})
    assert response.url == f"{URL}?deck={deck.slug}&days=30"


@pytest.mark.parametrize("query", ["?deck=diffusion", "?course=multimodal"])
def test_what_a_person_does_not_study_has_no_statistics(client, classmate, subscription, query):
    client.force_login(classmate)
    assert client.get(URL + query).status_code == 404


def test_a_classmates_answers_are_not_counted(client, learner, classmate, subscription):
    review(learner, 10)
    assert "There are no answers in this time." in page(client, classmate)


def test_what_if_shows_what_other_limits_lead_to(client, learner, subscription):
    review(learner, 10)
    text = page(client, learner, "?new=30&reviews=200", WHAT_IF)
    assert "Reviews a day in the next 26 weeks" in text
    assert learner.subscriptions.get().new_limit == 20


@pytest.mark.parametrize("includes", Subscription.Includes)
def test_cards_that_come_and_were_never_answered_are_counted(learner, subscription, includes):
    review(learner, 2)
    learner.subscriptions.update(includes=includes)
    deck = subscription.deck
    cards = deck.flashcards() if includes == Subscription.Includes.FLASHCARDS else deck.cards_in_use()
    answered = learner.schedules.filter(due_on__isnull=False).values("card")
    coming = 0 if includes == Subscription.Includes.PICKED else cards.exclude(pk__in=answered).count()
    assert what_if.count_cards(learner, None) == (len(answered), coming)
    learner.subscriptions.update(paused=True)
    assert what_if.count_cards(learner, None) == (len(answered), 0)


def test_a_limit_that_is_none_is_named(client, learner, subscription):
    review(learner, 10)
    text = page(client, learner, "?new=many&reviews=-1", WHAT_IF)
    assert "Enter a whole number." in text
    assert "Reviews a day in the next" not in text


def test_what_if_says_when_a_period_has_no_answers_to_go_by(client, learner, subscription):
    for at in (None, NOW - timedelta(days=100)):
        if at:
            review(learner, 10, now=at)
        text = page(client, learner, "?new=30&reviews=200&days=30", WHAT_IF)
        assert "There are no answers in this period to go by." in text
    assert "Reviews a day in the next 26 weeks" in page(client, learner, "?new=30&reviews=200&days=365", WHAT_IF)
    assert client.get("/statistics/what-if.csv?new=30&reviews=200&days=30").status_code == 404


@pytest.mark.parametrize("query", ["", "?days=365", "?new=30&reviews=200", "?q=deck:*"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.slow
def test_more_decks_and_answers_take_no_more_statements(client, learner, subscription, part, query):
    review(learner, 12)
    page(client, learner, query, part)  # counts the days that are over
    of_one = statements(client, query, part)
    for number in range(3):
        study_deck_of_ones_own(learner, f"more-{number}")
    review(learner, 20)
    page(client, learner, query, part)
    assert statements(client, query, part) == of_one <= 17


def test_in_a_language_from_right_to_left_time_runs_so(client, learner, subscription, settings):
    review(learner, 10)
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    User.objects.filter(pk=learner.pk).update(language="ar")
    client.force_login(User.objects.get(pk=learner.pk))
    chart = client.get(URL, headers={"accept-language": "ar"}).context["charts"][0]
    assert chart.mirrored
    assert chart.x(0) > chart.x(1)

"""The browser: what is found, how it is listed, and the page of one card."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Card
from apps.cards.tests.support.factory import archive_cards, make_deck, make_note
from apps.exchange.tests.support.imports import words
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import subscribe
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX


@pytest.fixture
def own(learner):
    """A deck of the learner's own, in their review: three cards, two with a tag."""
    deck = make_deck(owner=learner, slug="spanish", title="Spanish")
    make_note(deck, "el perro", "the dog", tags="animal")
    make_note(deck, "el gato", "the cat", tags="animal")
    make_note(deck, "la mesa", "the table")
    subscribe(learner, deck, today=NOW.date())
    return deck


def fronts(response):
    text = response.content.decode()
    return [html.unescape(found) for found in re.findall(r"data-row[^>]*>([^<]*)</a>", text)]


def card_of(front):
    return Card.objects.get(note__front=front)


def test_all_cards_are_listed_with_how_many_there_are(me, own):
    page = me.get("/browse/")
    assert fronts(page) == ["el perro", "el gato", "la mesa"]
    assert "3 cards" in words(page)


def test_a_search_finds_some_of_them(me, own):
    assert fronts(me.get("/browse/?q=tag:animal -perro")) == ["el gato"]


def test_what_was_found_leads_to_its_statistics_and_the_chosen_card_to_practice(me, own):
    page = me.get("/browse/?q=tag:animal&sort=front")
    assert 'href="/statistics/?q=tag%3Aanimal"' in page.text
    assert 'href="/practice/?deck=spanish"' in page.text.partition('id="pane"')[2]
    assert 'href="/statistics/?"' in me.get("/browse/").text


def test_the_page_of_a_card_leads_back_to_the_list_in_which_it_was_found(me, own):
    url = f"/cards/{card_of('el perro').pk}/"
    assert f'href="{url}?q=tag%3Aanimal&amp;page=1"' in me.get("/browse/?q=tag:animal&page=1").text
    assert 'href="/browse/?q=tag%3Aanimal&amp;page=1"' in me.get(f"{url}?q=tag:animal&page=1").text
    assert f'href="{url}"' in me.get("/browse/").text


def test_without_any_deck_the_page_says_where_cards_come_from(me):
    page = words(me.get("/browse/"))
    assert "You don’t study, own or teach any deck with cards yet." in page


def test_a_heading_sorts_by_its_column_and_the_other_way_round_when_pressed_again(me, own):
    assert fronts(me.get("/browse/?sort=front")) == ["el gato", "el perro", "la mesa"]
    page = me.get("/browse/?sort=-front")
    assert fronts(page) == ["la mesa", "el perro", "el gato"]
    assert 'aria-sort="descending"' in page.content.decode()
    assert "?sort=front" in page.content.decode()


def test_the_columns_are_chosen_in_the_address(me, own):
    page = me.get("/browse/?column=tags&column=back").content.decode()
    assert "the dog" in page
    assert 'data-label="Tags"' in page
    assert 'data-label="Deck"' not in page


def test_what_a_card_is_before_it_is_due_at_all_is_marked_as_no_day(me, own):
    page = me.get("/browse/").text
    assert '<td class="n nowrap" data-label="Due"><span class="state">new</span></td>' in page


def test_notes_are_listed_in_place_of_cards(me, own):
    make_note(own, "{{c1::uno}} {{c2::dos}}", kind="cloze")
    assert len(fronts(me.get("/browse/"))) == 5
    page = me.get("/browse/?kind=notes&column=back")
    assert fronts(page) == ["el perro", "el gato", "la mesa", "[…] dos"]  # as its first card, not as it is written
    assert "uno dos" in words(page)
    assert "4 notes" in words(page)


def test_a_long_list_has_pages_of_a_hundred(me, own):
    for number in range(100):
        make_note(own, f"word {number}", "Yes.")
    page = me.get("/browse/?q=deck:spanish")
    assert "1 to 100 of 103" in words(page)
    assert "page=2" in page.content.decode()
    assert "101 to 103 of 103" in words(me.get("/browse/?q=deck:spanish&page=2"))


def test_a_mistake_is_marked_explained_and_corrected(me, own):
    page = me.get("/browse/?q=tag:animal (is:duo or perro")
    text = page.content.decode()
    assert page.status_code == 422
    assert "<mark>(</mark>" in text
    assert "This parenthesis is never closed." in words(page)
    assert "Search for tag:animal (is:due or perro)" in words(page)


def test_of_a_tag_that_there_is_not_the_nearest_one_is_offered(me, own):
    page = me.get("/browse/?q=tag:anumal")
    assert "No card has the tag “anumal”. There is a tag “animal”, on 2 notes." in words(page)
    assert "?q=tag%3Aanimal" in page.content.decode()


def test_a_search_that_finds_nothing_says_what_to_try(me, own):
    assert "No card is found by this search. Try fewer or different words." in words(me.get("/browse/?q=zzz"))


def test_the_first_card_is_shown_beside_the_list_and_each_press_shows_another(me, own):
    assert "the dog" in me.get("/browse/").content.decode()
    pane = me.get(f"/cards/{card_of('el gato').pk}/", headers=HTMX).content.decode()
    assert pane.lstrip().startswith("<aside")
    assert "the cat" in pane


def test_the_page_of_a_card_has_its_answers_with_their_arithmetic(me, own, learner):
    schedule = Schedule.objects.get(card=card_of("el perro"))
    grade(schedule, 4)
    ReviewLog.objects.filter(user=learner).update(taken_ms=7_000)
    assert f'href="/practice/?deck={schedule.deck.slug}"' in me.get(f"/cards/{schedule.card_id}/").text
    page = words(me.get(f"/cards/{schedule.card_id}/"))
    assert "el perro" in page
    assert "the dog" in page
    assert "Easiness 2.50" in page
    assert "The first success in a row always gives 1 day" in page
    assert "7 seconds" in page


def test_an_instructor_finds_the_notes_of_their_course_and_where_to_edit_them(teaching, deck, instructor):
    page = teaching.get("/browse/?q=course:multimodal")
    assert len(fronts(page)) == 3
    assert f"/cards/{deck.cards_in_use().first().pk}/edit/?next=%2Fbrowse%2F" in page.content.decode()


def test_a_card_that_was_archived_is_still_explained_to_who_learned_it(me, own, learner):
    card = card_of("el perro")
    archive_cards(Card.objects.filter(pk=card.pk))
    assert "This card is archived." in words(me.get(f"/cards/{card.pk}/"))


def test_a_card_of_others_does_not_exist(client, own, stranger):
    client.force_login(stranger)
    assert client.get(f"/cards/{card_of('el perro').pk}/").status_code == 404
    assert fronts(client.get("/browse/")) == []


@pytest.mark.parametrize("shown", ["sort=-due", "kind=notes"])
@pytest.mark.slow
def test_a_page_takes_as_many_statements_for_a_hundred_cards_as_for_three(me, own, learner, shown):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            me.get(f"/browse/?q=deck:spanish&{shown}")
        return len(captured)

    few = statements()
    for number in range(120):
        make_note(own, f"word {number}", "Yes.")
    schedules = [
        Schedule(user=learner, deck=own, card=card, due_on=NOW.date() + timedelta(days=2), interval_days=2)
        for card in Card.objects.filter(note__front__startswith="word")
    ]
    Schedule.objects.bulk_create(schedules)
    assert statements() == few <= 14

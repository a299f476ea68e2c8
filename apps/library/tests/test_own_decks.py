"""Decks that people imported for themselves: listed, renamed and deleted by their owner alone."""

import pytest

from apps.cards.models import Deck, Note
from apps.exchange.tests.support.imports import confirm, package, send, words
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, subscribe
from apps.web.tests.support.clock import NOW


@pytest.fixture
def mine(me, learner):
    confirm(me, send(me, package("What is a cell?", "What is a nucleus?")))
    return Deck.objects.get()


def test_the_list_shows_ones_own_decks_with_their_numbers(me, mine, deck):
    page = words(me.get("/decks/"))
    assert "Biology::Cells Your own deck 4 not in your review" in page
    assert "Diffusion" not in page


def test_an_empty_list_offers_to_import(me):
    page = me.get("/decks/")
    assert "You don’t have any decks of your own yet" in words(page)
    assert 'href="/import/"' in page.content.decode()


def test_a_deck_is_renamed(me, mine):
    page = me.post(f"/decks/{mine.slug}/rename/", {"title": "Cells"}, follow=True)
    assert "Renamed “Biology::Cells” to “Cells”." in words(page)
    assert me.post(f"/decks/{mine.slug}/rename/", {"title": " "}).status_code == 422
    assert Deck.objects.get().title == "Cells"


def test_a_deck_is_deleted_with_all_that_was_learned_of_it(me, mine, learner, deck):
    subscribe(learner, mine, today=learner.study_day(NOW))
    subscribe(learner, deck, today=learner.study_day(NOW))
    schedule = Schedule.objects.filter(deck=mine).first()
    grade_card(schedule, 4, seen_version=0, at=NOW)
    page = words(me.get(f"/decks/{mine.slug}/delete/"))
    assert "cannot be restored: 2 notes Your schedule for 4 cards 1 of your answers" in page
    assert "Deleted “Biology::Cells”." in words(me.post(f"/decks/{mine.slug}/delete/", follow=True))
    assert list(Deck.objects.all()) == [deck]
    assert Schedule.objects.count() == 3
    assert not ReviewLog.objects.exists()
    assert not Note.history.exclude(deck_id=deck.pk).exists()


def test_a_deck_of_others_or_of_a_course_cannot_be_changed(me, client, mine, instructor, deck):
    client.force_login(instructor)
    for slug in (mine.slug, deck.slug, "nowhere"):
        for what in ("rename", "delete"):
            assert client.get(f"/decks/{slug}/{what}/").status_code == 404
            assert client.post(f"/decks/{slug}/{what}/", {"title": "x"}).status_code == 404
    assert Deck.objects.count() == 2

"""The page that copies a deck: what it asks, and what it shows of the copy."""

import pytest

from apps.cards.models import Deck
from apps.exchange.tests.support.copies import TODAY, texts_of
from apps.exchange.tests.support.imports import words
from apps.jobs.running import run
from apps.reviews.services import grade_card, subscribe
from apps.web.tests.support.clock import NOW


@pytest.fixture
def me(client, learner):
    client.force_login(learner)
    return client


def test_its_button_is_on_the_page_of_each_deck(me, deck):
    assert 'href="/decks/diffusion/copy/"' in me.get("/decks/diffusion/").text


def test_a_deck_that_was_never_studied_asks_for_its_title_alone(me, deck):
    page = me.get("/decks/diffusion/copy/")
    assert list(page.context["form"].fields) == ["title"]
    assert "its 4 notes" in words(page)


def test_the_copy_is_shown_with_its_credits(me, deck):
    page = me.post("/decks/diffusion/copy/", {"title": "Noise"}, follow=True)
    assert page.redirect_chain[-1][0] == "/decks/noise/"
    assert "Copied. “Noise” is yours and in your daily review." in words(page)
    assert "Copied from “Multimodal AI: Diffusion”" in words(page)
    assert "A. Author" in words(page)


def test_schedules_are_kept_and_the_original_paused_as_chosen(me, learner, deck):
    subscribe(learner, deck, today=TODAY)
    grade_card(learner.schedules.first(), 4, seen_version=0, at=NOW)
    form = me.get("/decks/diffusion/copy/").context["form"]
    assert form["with_schedules"].value() is form["pauses_source"].value() is True
    me.post("/decks/diffusion/copy/", {"title": "Noise", "with_schedules": "on"})
    assert learner.schedules.filter(deck__slug="noise", due_on__isnull=False).count() == 1
    assert not learner.subscriptions.get(deck=deck).paused


def test_who_has_many_jobs_open_is_refused_with_the_title_that_they_typed(me, learner, deck, monkeypatch):
    monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 0)
    for _ in range(20):
        learner.jobs.create(kind="export", title="Export", created_at=NOW)
    page = me.post("/decks/diffusion/copy/", {"title": "Noise"})
    assert page.status_code == 422
    assert "You already have 20 open jobs" in words(page)
    assert page.context["form"]["title"].value() == "Noise"


def test_a_copy_without_a_title_is_not_made(me, learner, deck):
    assert me.post("/decks/diffusion/copy/", {"title": " "}).status_code == 422
    assert not learner.decks.exists()


def test_a_large_deck_is_copied_in_the_background(me, learner, deck, monkeypatch):
    monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 3)
    me.post("/decks/diffusion/copy/", {"title": "Noise"})
    job = learner.jobs.get()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.link) == ("done", "/decks/noise/")
    assert texts_of(learner.decks.get()) == texts_of(deck)


def test_a_job_for_a_deck_that_is_no_longer_there_fails_with_a_sentence(me, learner, deck, monkeypatch):
    monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 3)
    me.post("/decks/diffusion/copy/", {"title": "Noise"})
    deck.delete()
    run(learner.jobs.get().pk)
    assert "no longer have access" in learner.jobs.get().message
    assert not Deck.with_deleted.exists()

"""A copy that ends in its middle leaves nothing, and is not seen before it is whole."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from apps.cards.models import Card, Deck, Note
from apps.cards.services.delete_deck import delete_deck
from apps.cards.services.unfinished import TakenBack
from apps.exchange.jobs import submit_copy
from apps.exchange.services.copy_deck import DeckCopy, copy_deck
from apps.exchange.tests.support.copies import TODAY, texts_of
from apps.jobs.running import run
from apps.library.deck_pages.decks import deleted_decks
from apps.library.services.removal import remove_deleted
from apps.reviews.day import queue
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


class Broken(Exception):
    """What ends a copy in its middle."""


def _end(*_arguments):
    raise Broken


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr("apps.exchange.services.copy_deck.BATCH_SIZE", 1)


def copied_until(person, deck, done, **options):
    def progress(now_done, total):
        if now_done >= done:
            raise Broken

    with pytest.raises(Broken):
        copy_deck(DeckCopy(person, deck, "Mine"), at=NOW, progress=progress, **options)


def test_nothing_is_left(learner, deck):
    before = Note.objects.count(), Card.objects.count(), Note.history.count()
    copied_until(learner, deck, 3)
    assert not Deck.objects.filter(owner=learner)
    assert not deleted_decks(learner, NOW)
    for _ in remove_deleted(NOW):
        pass
    assert not Deck.with_deleted.filter(owner=learner)
    assert not learner.subscriptions.exists()
    assert (Note.objects.count(), Card.objects.count(), Note.history.count()) == before


def test_a_job_that_was_killed_takes_its_part_back_and_begins_again(learner, deck, monkeypatch):
    job = submit_copy(DeckCopy(learner, deck, "Mine"), at=NOW)
    monkeypatch.setattr("apps.exchange.services.copy_deck.delete_deck", lambda *_args, **_options: None)
    with monkeypatch.context() as killed:
        killed.setattr("apps.exchange.services.copy_deck.copy_personal", _end)
        run(job.pk)
    assert Deck.with_deleted.get(owner=learner).slug == "mine"
    run(job.pk)
    assert learner.decks.get().slug == "mine"
    assert texts_of(learner.decks.get()) == texts_of(deck)
    assert [*remove_deleted(NOW)]
    assert Deck.with_deleted.get(owner=learner) == learner.decks.get()


def test_a_copy_that_was_taken_back_in_the_meantime_is_not_shown(learner, deck):
    @contextmanager
    def taken_back(made):
        delete_deck(made, at=NOW)
        with transaction.atomic():
            yield

    with pytest.raises(TakenBack):
        copy_deck(DeckCopy(learner, deck, "Mine"), at=NOW, saving=taken_back)
    assert not learner.decks.exists()


def test_nobody_sees_a_copy_before_it_is_whole(learner, deck):
    seen = []

    def progress(done, total):
        decks = learner.decks.count(), deleted_decks(learner, NOW).count(), queue.counts(learner, TODAY).left
        seen.append((*decks, search_cards(learner, "", now=NOW).count()))

    copy_deck(DeckCopy(learner, deck, "Mine"), at=NOW, progress=progress)
    assert set(seen) == {(0, 0, 0, 0)} or set(seen) == {(0, 0, 0, 5)}

"""Removing what was deleted goes on where it was broken off, and never holds anybody up for long."""

from datetime import timedelta
from itertools import islice

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.jobs.models import Job
from apps.library.services.removal import remove_deleted
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, subscribe
from apps.web.services import removal
from apps.web.services.removal import remove
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


@pytest.fixture
def learned(stranger):
    """A deck of one's own, of which two of three cards are answered."""
    deck = make_deck(owner=stranger, slug="mine")
    for number in range(3):
        make_note(deck, f"Question {number}?", "Answer.")
    subscribe(stranger, deck, today=TODAY)
    for schedule in Schedule.objects.filter(user=stranger)[:2]:
        grade_card(schedule, 4, seen_version=0, at=NOW)
    return deck


def left(deck):
    of_deck = {"deck": deck.pk}
    return [Deck.with_deleted.filter(pk=deck.pk).count(), *(rows.count() for rows in (
        Note.objects.filter(**of_deck), Card.objects.filter(note__deck=deck.pk), Schedule.objects.filter(**of_deck),
        ReviewLog.objects.filter(schedule__deck=deck.pk), Note.history.filter(deck_id=deck.pk),
    ))]  # fmt: skip


def test_after_a_kill_at_any_step_the_next_call_removes_the_rest(learned, stranger, schedule, monkeypatch):
    monkeypatch.setattr(removal, "BATCH_SIZE", 2)
    steps = sum(1 for _step in _rolled_back(learned, steps=None))
    for number in range(steps):
        assert list(_rolled_back(learned, number))[-1] == [0] * 6
    assert steps > 10


def _rolled_back(deck, steps):
    """Yield what is left of the deck after each step, the last one after a kill; all of it is undone."""
    with transaction.atomic():
        for _step in islice(remove(Deck, [deck.pk]), steps):
            connection.check_constraints()
            yield left(deck)
        for _step in remove(Deck, [deck.pk]):
            pass
        connection.check_constraints()
        yield left(deck)
        assert Schedule.objects.exists()  # of others
        transaction.set_rollback(True)


def test_no_statement_deletes_more_than_a_batch(learned, monkeypatch):
    monkeypatch.setattr(removal, "BATCH_SIZE", 2)
    with CaptureQueriesContext(connection) as captured:
        list(remove(Deck, [learned.pk]))
    deletions = [query["sql"] for query in captured if query["sql"].startswith("DELETE")]
    assert deletions
    assert max(sql.partition(" IN (")[2].count(",") + 1 for sql in deletions) == 2


def test_people_and_decks_that_are_not_deleted_stay(learned, stranger):
    assert not list(remove_deleted(NOW))
    assert User.objects.filter(pk=stranger.pk).exists()
    assert left(learned)[0] == 1


def test_what_an_import_left_unfinished_is_removed_after_a_day(learned):
    Deck.objects.filter(pk=learned.pk).update(deleted_at=NOW, deleted_as=Deck.Deletion.UNFINISHED)
    assert not list(remove_deleted(NOW))
    assert list(remove_deleted(NOW + timedelta(days=1)))
    assert left(learned) == [0] * 6


def test_what_a_job_makes_is_not_removed_while_it_runs_and_removed_once_it_does_not(learned, stranger):
    begun = {"attempts": 1, "started_at": NOW, "heartbeat_at": NOW}
    job = stranger.jobs.create(kind="copy_deck", title="Copy", created_at=NOW, state="running", **begun)
    unfinished = {"deleted_as": Deck.Deletion.UNFINISHED, "made_by": job.pk}
    Deck.objects.filter(pk=learned.pk).update(deleted_at=NOW, **unfinished)
    assert not list(remove_deleted(NOW + timedelta(hours=5)))
    Job.objects.filter(pk=job.pk).update(state="canceled", heartbeat_at=None, ended_at=NOW)
    assert list(remove_deleted(NOW))
    assert left(learned) == [0] * 6

"""Pausing and resuming a deck in pieces: what breaks off between two of them is settled by the worker."""

from datetime import timedelta

import pytest

from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import Schedule, Subscription
from apps.reviews.services import settle
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
LATER = NOW + timedelta(minutes=11)


class Killed(Exception):
    """The process ends here."""


@pytest.fixture
def killed_after(monkeypatch):
    """End the process before this piece, of one schedule each."""

    def kill_after(pieces):
        done, piece = iter(range(pieces)), settle.piece

        def counted():
            if next(done, None) is None:
                raise Killed
            return piece()

        monkeypatch.setattr(settle, "BATCH_SIZE", 1)
        monkeypatch.setattr(settle, "piece", counted)

    return kill_after


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_pause_that_was_broken_off_is_finished(subscription, learner, schedule, killed_after, monkeypatch, pieces):
    killed_after(pieces)
    with pytest.raises(Killed):
        services.pause(subscription)
    assert queue.counts(learner, TODAY).new == 3 - pieces
    monkeypatch.undo()
    assert not list(settle.settle_broken_off(NOW))  # it may still be at work
    assert list(settle.settle_broken_off(LATER))
    assert not queue.counts(learner, TODAY).left
    assert not list(settle.settle_broken_off(LATER))


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_resumption_that_was_broken_off_is_taken_back(
    subscription, learner, schedule, killed_after, monkeypatch, pieces
):
    services.pause(subscription)
    killed_after(pieces)
    with pytest.raises(Killed):
        services.subscribe(learner, subscription.deck, today=TODAY)
    monkeypatch.undo()
    list(settle.settle_broken_off(LATER))
    assert Subscription.objects.get(pk=subscription.pk).paused
    assert not queue.counts(learner, TODAY).left
    assert not list(invariants.problems())
    services.subscribe(learner, subscription.deck, today=TODAY)
    assert queue.counts(learner, TODAY).new == 3


def test_what_comes_first_leaves_the_queue_first(subscription, learner, schedule, killed_after):
    Schedule.objects.filter(user=learner).exclude(pk=schedule.pk).update(queue_on=TODAY + timedelta(days=9))
    killed_after(1)
    with pytest.raises(Killed):
        services.pause(subscription)
    schedule.refresh_from_db()
    assert schedule.queue_on is None

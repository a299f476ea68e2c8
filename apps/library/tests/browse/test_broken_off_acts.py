"""What the browser does to many cards, where it was canceled, failed, or began again."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from apps.cards.models import Note
from apps.exchange.tests.support.imports import words
from apps.jobs.progress import JobCanceled, JobFailed, Progress, WorkerStopped
from apps.jobs.running import run as run_job
from apps.library.browse.selection import CardSelection
from apps.library.jobs import bulk_act
from apps.library.models import BulkAct
from apps.library.services.bulk import run
from apps.library.services.bulk.acts import ACTS
from apps.library.tests.support.acts import found, press, undo
from apps.library.views import bulk
from apps.web.tests.support.clock import NOW


def test_an_act_that_a_dead_worker_left_continues_where_it_was(me, learner, own, monkeypatch):
    act = run.begin(learner, "tag", "food", at=NOW)
    notes = list(own.notes.values_list("pk", flat=True))
    run.run(act, notes[:1], now=NOW)
    run.run(act, notes, now=NOW)
    assert act.changed == 3
    run.undo(act, now=NOW)
    assert found(learner, "tag:food") == 0


class TestBrokenOff:
    """An act in the background that ended before it was done."""

    @pytest.fixture
    def act(self, me, learner, own, monkeypatch):
        """An act on three cards, one in a transaction, whose job waits."""
        monkeypatch.setattr(bulk, "MAX_IN_REQUEST", 2)
        monkeypatch.setitem(ACTS, "suspend", replace(ACTS["suspend"], batch_size=1))
        press(me, "suspend", "deck:spanish")
        return BulkAct.objects.get()

    def broken_off(self, learner, monkeypatch, error):
        """Run the job until one card is suspended."""

        def report(_progress, done, _total=0):
            if done:
                raise error

        monkeypatch.setattr(Progress, "report", report)
        run_job(learner.jobs.latest("created_at").pk)

    @pytest.mark.parametrize("error", [JobCanceled, JobFailed("No.")])
    def test_what_was_done_until_then_can_be_undone(self, me, learner, own, act, monkeypatch, error):
        self.broken_off(learner, monkeypatch, error)
        assert found(learner, "is:suspended") == 1
        page = words(me.get(learner.jobs.get().link))
        assert "Suspended 1 card." in page
        assert "Undo" in page
        assert "Undone for 1 card." in words(undo(me))
        assert found(learner, "is:suspended") == 0

    def test_while_another_attempt_waits_it_cannot(self, me, learner, own, act, monkeypatch):
        self.broken_off(learner, monkeypatch, WorkerStopped)
        assert "Suspended 1 card." not in words(me.get(learner.jobs.get().link))
        assert "That is still being done." in words(undo(me))
        assert found(learner, "is:suspended") == 1


def test_an_act_that_is_begun_again_counts_what_it_leaves_out_once(me, learner, own, studied):
    act = run.begin(learner, "tag", "food", at=NOW)
    notes = list(Note.objects.order_by("pk").values_list("pk", flat=True))
    run.run(act, notes[:-1], now=NOW)
    run.run(act, notes, now=NOW)
    assert (act.changed, act.left_out_number, len(act.left_out)) == (3, 3, 3)


def test_a_search_that_cannot_be_read_is_explained_in_the_persons_language(learner, own, monkeypatch):
    monkeypatch.setattr("apps.web.translation.gettext", "Translated: {}".format)
    act = run.begin(learner, "tag", "food", at=NOW)
    with pytest.raises(JobFailed) as failed:
        bulk_act(SimpleNamespace(owner=learner), act=act.pk, selection=CardSelection("(").as_dict())
    assert str(failed.value).startswith("Translated: ")

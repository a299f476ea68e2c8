"""What becomes of an import that others disturb, and of a file whose reading ends early: its owner can go on."""

import pytest

from apps.cards.models import Deck, Note
from apps.exchange import jobs
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.exchange.services.upload_import import CourseNotTaught
from apps.exchange.tests.support.imports import CSV, confirm, package, page_of, read, send, words
from apps.formats.messages import verbatim
from apps.formats.problems import Code, ImportProblem
from apps.jobs.models import Job
from apps.jobs.services import lifecycle
from apps.jobs.tests.support import working_client
from apps.web.tests.support.clock import NOW


@pytest.fixture
def busy(monkeypatch):
    """Let somebody else change the decks each time that an import has begun."""
    mark_begun = apply.mark_begun

    def disturbed(*arguments):
        mark_begun(*arguments)
        raise ConcurrentChange

    monkeypatch.setattr(apply, "mark_begun", disturbed)


def test_what_others_disturb_is_shown_again_and_has_to_be_confirmed(me, busy):
    again = confirm(me, send(me, package("What is a cell?")))
    assert "Some of it may be saved." in words(again)
    assert "1 added" in words(again)
    assert not Deck.with_deleted.exists()


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (ImportProblem(Code.NOTHING, verbatim("There is nothing in it.")), "There is nothing in it."),
        (CourseNotTaught(), "You no longer teach this course, so nothing else is imported."),
    ],
    ids=["a problem with the file", "a course that is taught no longer"],
)
def test_why_it_cannot_be_shown_again_is_the_message_of_the_job(me, busy, monkeypatch, problem, sentence):
    plan = send(me, package("What is a cell?"))

    def refused(*_arguments):
        raise problem

    monkeypatch.setattr(jobs, "plan_upload", refused)
    confirm(me, plan)
    job = Job.objects.get(kind="import")
    assert (job.state, job.message, job.attempts) == ("failed", sentence, 1)


def canceled(monkeypatch, press):
    """Press a button, and cancel its job before a worker reads the file; return the job."""
    with monkeypatch.context() as patch:
        patch.setattr(working_client, "run_waiting", lambda: None)
        waiting = press()
    job = Job.objects.open().get()
    assert page_of(waiting) == f"/jobs/{job.pk}/"
    assert lifecycle.cancel(job, at=NOW)
    return job


def test_a_plan_is_there_again_when_reading_with_another_encoding_is_canceled(me, monkeypatch):
    plan = send(me, "Q: Größe?\nA: Länge.\n".encode("cp1252"), "cells.md")
    job = canceled(monkeypatch, lambda: confirm(me, plan, {"encoding": "cp1251", "update": "yes"}))
    assert job.link == page_of(plan)
    again = me.get(job.link, follow=True)
    assert page_of(again) == page_of(plan)
    changed = confirm(me, again, {"encoding": "cp1251"})
    assert "Something changed in the meantime." in words(changed)
    confirm(me, changed, {"encoding": "cp1251"})
    assert Note.objects.get().front == "GrцЯe?"


def test_the_options_of_a_table_are_there_again_when_its_reading_is_canceled(me, monkeypatch):
    table = send(me, CSV, "words.csv")
    job = canceled(monkeypatch, lambda: read(me, table, go_on="yes"))
    assert job.link == page_of(table)
    confirm(me, read(me, me.get(job.link), go_on="yes"))
    assert Note.objects.count() == 2

"""What becomes of an import that others disturb: its owner can go on."""

import pytest

from apps.cards.models import Deck
from apps.exchange import jobs
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.exchange.services.upload_import import CourseNotTaught
from apps.exchange.tests.support.imports import confirm, package, send, words
from apps.formats.messages import verbatim
from apps.formats.problems import Code, ImportProblem
from apps.jobs.models import Job


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

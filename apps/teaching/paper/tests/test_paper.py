"""Paper for a class: who wants it, what is printed, and who enters the grades."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Enrolment
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.tests.support.results import result_of
from apps.paper_sessions.models import PaperPreference, PaperSession
from apps.paper_sessions.services.start import start_session
from apps.printing.tests.support.papers import _caches_of_this_test, _no_warnings, _prepared, paper
from apps.reviews import services
from apps.reviews.models import ReviewLog
from apps.web.tests.support.clock import NOW

__all__ = ["_caches_of_this_test", "_no_warnings", "_prepared", "paper"]

PAPER = "/teach/multimodal/paper/"


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def choose(person, on="paper"):
    assert browser(person).post("/paper/courses/multimodal/", {"on": on}).status_code == 302


@pytest.fixture
def studying(learner, classmate, deck, subscription):
    """Two learners study the deck, and want their cards on paper."""
    services.subscribe(classmate, deck, today=classmate.study_day(NOW))
    choose(learner)
    choose(classmate)


@pytest.fixture
def session(learner, studying, course):
    """The learner's paper, as it was printed for the class."""
    return start_session(learner, course, now=NOW)


def print_class(teaching):
    """Print for the class, and return the job."""
    response = teaching.post(f"{PAPER}print/", {"paper": "a4"})
    job = Job.objects.latest("created_at", "pk")
    assert response["Location"] == f"/jobs/{job.pk}/"
    run(job.pk)
    job.refresh_from_db()
    return job


def test_a_learner_chooses_paper_on_the_page_of_the_course(learner, teaching):
    assert "I review on paper" in browser(learner).get("/courses/multimodal/").text
    choose(learner)
    assert "You review this course on paper" in browser(learner).get("/courses/multimodal/").text
    assert "1 learner reviews on paper" in teaching.get(PAPER).text
    choose(learner, "screen")
    assert "Nobody reviews on paper" in teaching.get(PAPER).text


def test_whoever_runs_the_course_is_not_asked(teaching):
    assert "I review on paper" not in teaching.get("/courses/multimodal/").text


def test_who_left_the_course_is_printed_no_longer(learner, teaching, studying):
    learner.enrolments.update(left_at=NOW)
    assert "1 learner reviews on paper" in teaching.get(PAPER).text


def test_each_paper_begins_on_a_page_of_its_own_with_its_code(learner, classmate, teaching, studying, paper):
    learner.enrolments.update(pseudonym="Calm Otter 12")
    classmate.enrolments.update(pseudonym="Bold Owl 3")
    job = print_class(teaching)
    assert job.state == "done", job.message
    assert job.message.startswith("For 2 learners. 6 cards, 2 pages.")
    made = paper(result_of(job))
    sessions = {session.user: session for session in PaperSession.objects.all()}
    for page, person, name in zip(made.pages, (classmate, learner), ("Bold Owl 3", "Calm Otter 12"), strict=True):
        assert name in page
        assert str(sessions[person]) in page


def test_only_cards_of_the_course_are_on_it(learner, course, studying):
    own = make_deck(None, "own", owner=learner)
    make_note(own, "Private?", "Yes.")
    services.subscribe(learner, own, today=learner.study_day(NOW))
    session = start_session(learner, course, now=NOW)
    assert {card.card.note.deck.slug for card in session.cards.select_related("card__note__deck")} == {"diffusion"}


def test_nobody_with_cards_due_is_a_sentence(learner, teaching):
    choose(learner)
    job = print_class(teaching)
    assert (job.state, job.message) == ("failed", "None of those who want paper has cards due today.")


def test_an_assistant_enters_the_grades_and_they_are_the_learners(learner, stranger, course, session):
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.ASSISTANT)
    assistant = browser(stranger)
    assert assistant.get("/paper/", {"code": session.code})["Location"] == f"/paper/{session.code}/"
    page = assistant.get(f"/paper/{session.code}/")
    assert "Delete this session" not in page.text
    assert learner.enrolments.get().pseudonym in page.text
    assistant.post(f"/paper/{session.code}/", {"grades": "4 5 -"})
    assert list(ReviewLog.objects.filter(user=learner).values_list("grade", flat=True)) == [4, 5]
    assert not ReviewLog.objects.filter(user=stranger).exists()
    last = assistant.get(f"/paper/{session.code}/").context["last"]
    assistant.post(f"/paper/{session.code}/undo/", {"log": last.pk})
    assert ReviewLog.objects.filter(user=learner, undone_at=None).count() == 1


@pytest.mark.parametrize("ended", ["membership", "paper"])
def test_nobody_enters_grades_for_who_left_or_reviews_on_screen(learner, teaching, session, ended):
    if ended == "membership":
        learner.enrolments.update(left_at=NOW)
    else:
        PaperPreference.objects.filter(user=learner).delete()
    assert teaching.get(f"/paper/{session.code}/").status_code == 404


def test_the_learner_finds_the_paper_too(learner, session):
    page = browser(learner).get("/paper/")
    assert session.code in page.text
    assert "Multimodal AI" in page.text


@pytest.mark.parametrize("path", ["", "undo/", "delete/", "cards.pdf"])
def test_a_paper_that_a_learner_printed_is_theirs_alone(learner, teaching, studying, path):
    own = start_session(learner, None, now=NOW)
    assert teaching.get(f"/paper/{own.code}/").status_code == 404
    assert teaching.post(f"/paper/{own.code}/{path}").status_code in (404, 405)


def test_those_who_run_the_course_delete_no_paper_of_a_learner(teaching, session):
    assert teaching.post(f"/paper/{session.code}/delete/").status_code == 404
    assert PaperSession.objects.exists()


def test_many_papers_take_as_many_statements_as_one(course, deck, teaching):
    def fill(number):
        people = User.objects.bulk_create(User(email=f"{number}-{each}@example.org") for each in range(number))
        Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in people)
        PaperPreference.objects.bulk_create(PaperPreference(user=each, course=course) for each in people)
        fields = {"course": course, "study_day": NOW.date(), "created_at": NOW}
        PaperSession.objects.bulk_create(PaperSession(user=each, **fields) for each in people)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert teaching.get(PAPER).status_code == 200
        return len(queries)

    fill(1)
    few = statements()
    fill(60)
    assert statements() == few
    assert len(teaching.get(PAPER, {"page": 2}).context["sessions"]) == 11

"""Large prints, beside the web process."""

import signal

import pytest
from django.db import connection
from django.test import Client

from apps.cards.models import Card
from apps.cards.tests.support.factory import archive_cards, make_note
from apps.courses.models import Course
from apps.jobs import progress
from apps.jobs.models import MAX_OPEN, Job
from apps.jobs.progress import JobCanceled
from apps.jobs.running import run
from apps.jobs.tests.support.results import result_of, stored_files
from apps.jobs.tests.support.workers import worker
from apps.printing import jobs
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import PangoMissing
from apps.printing.print_cache import PrintResult
from apps.printing.request import print_request
from apps.printing.views import pdf
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX
from apps.web.tests.support.waiting import wait_until

PDF = "/decks/diffusion/print/cards.pdf"


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    """Each report counts, and two cards are many."""
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0)
    monkeypatch.setattr(print_request, "MAX_CARDS_IN_REQUEST", 2)


@pytest.fixture
def written(monkeypatch):
    """Write no PDF, at once; return what was asked for, and let a test choose what could not be printed."""
    asked = []
    monkeypatch.setattr(jobs, "print_to_file", lambda layout, target, report: asked.append(layout) or _made(target))
    return asked


def _made(target, *refused):
    target.write(b"%PDF")
    return PrintResult(3, refused[:3], len(refused))


def the_job():
    return Job.objects.get()


def start(client, query=""):
    response = client.post(f"{PDF}?{query}")
    assert response["Location"] == f"/jobs/{the_job().pk}/"
    run(the_job().pk)
    return the_job()


def test_a_large_print_says_how_many_and_has_a_button(client, deck):
    response = client.get(f"{PDF}?order=shuffled&seed=7")
    assert response.status_code == 200
    assert "<b>3 cards</b>" in response.text
    assert f'action="{PDF}?order=shuffled&amp;seed=7"' in response.text
    assert not Job.objects.exists()


def test_a_visitor_gets_a_large_print_with_one_press(client, deck, paper):
    job = start(client)
    assert (job.state, job.owner, job.title) == ("done", None, "Print “Diffusion”")
    assert job.message == "3 cards, 3 pages."
    assert job.link == "/decks/diffusion/print/"
    response = client.get(f"/jobs/{job.pk}/result/")
    assert response["Content-Disposition"] == 'attachment; filename="diffusion.pdf"'
    assert len(paper(b"".join(response)).pages) == 3
    assert Client().get(f"/jobs/{job.pk}/result/").status_code == 302


def test_a_learners_print_is_their_own(client, deck, learner, written):
    client.force_login(learner)
    assert start(client).owner == learner


def test_a_cached_print_needs_no_job(client, deck):
    start(client)
    response = client.get(PDF)
    assert response["Content-Type"] == "application/pdf"
    assert client.post(PDF)["Location"] == PDF
    assert Job.objects.count() == 1


def test_a_very_large_print_is_looked_up_by_its_job_alone(client, deck, monkeypatch):
    start(client)
    monkeypatch.setattr(pdf, "MAX_LOOKED_UP", 0)
    assert "text/html" in client.get(PDF)["Content-Type"]
    assert client.post(PDF)["Location"].startswith("/jobs/")


def test_pressing_twice_is_one_job(client, deck, written):
    for _ in range(2):
        assert client.post(PDF)["Location"].startswith("/jobs/")
    assert Job.objects.count() == 1
    client.post(f"{PDF}?paper=a4")
    assert Job.objects.count() == 2


def test_the_button_of_the_print_page_starts_the_job(client, deck, written):
    form = {
        "layout": "one-per-page",
        "per_sheet": "8",
        "flip": "long",
        "which": "all",
        "order": "lesson",
        "print": "yes",
    }
    response = client.post("/decks/diffusion/print/", form)
    assert response["Location"] == f"/jobs/{the_job().pk}/"
    assert the_job().arguments["options"]["attach"] is False
    assert the_job().arguments["cards"]["mode"] == "all"


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (["One"], "1 card could not be printed. A page in its place names it: “One”"),
        (["One", "Two"], "2 cards could not be printed. Pages in their place name them: “One”; “Two”"),
        (list("abcd"), "4 cards could not be printed. Pages in their place name them: “a”; “b”; “c”; …"),
    ],
)
def test_what_could_not_be_printed_is_named(client, deck, monkeypatch, refused, expected):
    monkeypatch.setattr(jobs, "print_to_file", lambda layout, target, report: _made(target, *refused))
    assert start(client).message == f"3 cards, 3 pages. {expected}"


def test_what_is_due_was_due_when_the_job_was_started(client, deck, learner, monkeypatch, clock, written):
    client.force_login(learner)
    asked = []
    monkeypatch.setattr(jobs.PrintRequest, "selection", lambda self, person, now: asked.append(now) or None)
    job = Job.objects.create(
        owner=learner, kind="print_deck", created_at=NOW, arguments={"deck": "diffusion", "cards": {}, "options": {}}
    )
    clock.shift(86_400)
    with pytest.raises(TypeError):
        jobs.print_deck(progress.Progress(job), **job.arguments)
    assert asked == [NOW]


def test_a_deck_that_a_person_may_not_see_any_more_is_not_printed(client, deck, written):
    client.post(PDF)
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    run(the_job().pk)
    assert (the_job().state, the_job().message) == (
        "failed",
        "This was deleted, or you no longer have access to it. Ask its instructor.",
    )
    assert not written


def test_cards_that_were_archived_in_the_meantime_are_a_sentence(client, deck, written):
    client.post(PDF)
    archive_cards(Card.objects.all())
    run(the_job().pk)
    assert (the_job().state, the_job().message) == (
        "failed",
        "These cards no longer exist. Choose other cards on the print page.",
    )


@pytest.mark.parametrize(
    ("failure", "expected"),
    [(PangoMissing("x"), "apt install libpango"), (PrintFailed("This takes too long."), "This takes too long.")],
)
def test_a_print_that_cannot_be_made_is_a_sentence(client, deck, monkeypatch, failure, expected):
    def fail(layout, target, report):
        raise failure

    monkeypatch.setattr(jobs, "print_to_file", fail)
    job = start(client)
    assert job.state == "failed"
    assert expected in job.message


def test_a_print_is_cancelled_between_two_reports(client, deck, monkeypatch):
    def write(layout, target, report):
        report(1, 3)
        assert "1 of 3" in client.get(f"/jobs/{the_job().pk}/", headers=HTMX).text
        client.post(f"/jobs/{the_job().pk}/cancel/")
        with pytest.raises(JobCanceled):
            report(2, 3)
        raise JobCanceled

    monkeypatch.setattr(jobs, "print_to_file", write)
    assert start(client).state == "canceled"
    assert stored_files() == []


def test_a_visitor_who_started_many_hears_so(client, deck, written):
    for scale in (61, 62, 63):
        client.post(f"{PDF}?scale={scale}")
    response = client.post(f"{PDF}?scale=64")
    assert response.status_code == 503
    assert "You already have 3 open jobs" in response.text


def test_visitors_hear_when_many_others_print(client, deck, written):
    for _ in range(MAX_OPEN):
        Job.objects.create(kind="print_deck", title="Print", created_at=NOW)
    assert "Try again in a few minutes, or log in." in client.post(PDF).text


def test_large_prints_are_started_only_so_often(client, deck, settings, written):
    settings.ACCOUNT_RATE_LIMITS = {"print_job": "1/m/ip"}
    assert client.post(PDF).status_code == 302
    assert client.post(f"{PDF}?paper=a4").status_code == 429


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_print_whose_worker_is_killed_is_done_once(client, deck, paper):
    for number in range(4, 600):
        make_note(deck, f"Question {number}?", f"Answer {number}.")
    assert connection.settings_dict["NAME"]
    client.post(PDF)
    with worker() as first:
        wait_until(lambda: the_job().done)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert the_job().state == "running"
    with worker(stale=1):
        wait_until(lambda: the_job().state == "done")
    job = the_job()
    assert (job.attempts, job.message) == (2, "599 cards, 599 pages.")
    assert len(paper(result_of(job)).pages) == 599
    assert stored_files() == ["result-2"]


def test_many_picked_cards_and_long_messages_have_room(client, course, deck, written):
    notes = [make_note(deck, f"{'Long word ' * 20}{n}", "Yes.") for n in range(120)]
    cards = Card.objects.filter(note__in=notes).values_list("pk", flat=True)
    job = start(client, f"which=cards&{'&'.join(f'card={card}' for card in cards)}")
    assert job.state == Job.State.DONE
    assert len(job.link) > 500
    assert "120 cards" in client.get(job.link).text


def test_asking_for_a_large_print_counts_as_a_request(client, deck, settings):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    assert client.get(PDF).status_code == 200
    response = client.get(PDF)
    assert response.status_code == 429
    assert "Wait a minute" in response.text

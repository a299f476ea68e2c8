"""Whatever reads or imports a file is a job: no request does."""

import pytest

from apps.cards.models import Deck, Note
from apps.courses.models import Enrolment
from apps.exchange.importing.targets import Target
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.exchange.services.deck_import import plan_import
from apps.exchange.tests.support.imports import CSV, confirm, package, page_of, read, send, words
from apps.formats.readers import open_file
from apps.formats.tests.support.bombs import encrypted
from apps.formats.tests.support.books import workbook
from apps.formats.tests.support.making import Collection
from apps.jobs import progress
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.tests.support import working_client
from apps.jobs.tests.support.results import result_of
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX


@pytest.fixture
def no_worker(monkeypatch):
    """Let the jobs of requests wait."""
    monkeypatch.setattr(working_client, "run_waiting", lambda: None)


def run_open():
    """Run the job that is open; return it."""
    job = Job.objects.open().get()
    run(job.pk)
    job.refresh_from_db()
    return job


def read_by_job(me, page):
    """Let the job of an upload read it; return the page on which its owner continues."""
    assert page_of(page).startswith("/jobs/")
    assert not Note.objects.exists()
    return me.get(run_open().link, follow=True)


def test_a_package_is_read_by_a_job_shown_and_imported_by_another(me, learner, no_worker):
    page = send(me, package("What is a cell?"), title="Cells")
    plan = read_by_job(me, page)
    job = Job.objects.get()
    assert job.message == "The file is read. See what will change. Nothing is saved until you confirm."
    assert "1 added" in words(plan)
    assert "What is a cell?" in words(plan)
    assert not Deck.objects.exists()
    assert page_of(confirm(me, plan)).startswith("/jobs/")
    imported = run_open()
    deck = Deck.objects.get()
    assert imported.state == "done"
    assert imported.link == f"/decks/{deck.slug}/"
    assert f'href="{imported.link}"' in me.get(imported.report).text
    assert imported.message == "Imported “Cells::Cells”. Notes: 1 added."
    assert deck.owner == learner
    assert "There are no warnings." in result_of(imported).decode()
    assert page_of(me.get(job.link, follow=True)) == imported.report
    job.refresh_from_db()
    assert job.message == "The file was read, and what you confirmed was imported."
    assert (job.link, job.report) == (imported.link, imported.report)


def test_a_request_reads_nothing_of_a_file(me, monkeypatch, no_worker):
    recognize = "importing.recognize"
    readers = (
        f"{recognize}.kind_of",
        f"{recognize}.page_reader.holds_practice_pages",
        "services.upload_import.preview_pages",
    )
    for reader in readers:
        monkeypatch.setattr(f"apps.exchange.{reader}", None)
    for data, name in ((package("What is a cell?"), "cells.apkg"), (CSV, "words.csv"), (encrypted(), "all.zip")):
        assert page_of(send(me, data, name)).startswith("/jobs/")


def test_the_plan_of_an_upload_that_a_job_is_reading_is_the_page_of_that_job(me, no_worker):
    page = send(me, package("What is a cell?"))
    upload = Job.objects.get().arguments["upload"]
    assert page_of(me.get(f"/import/{upload}/plan/", follow=True)) == page_of(page)


def test_what_is_chosen_on_the_plan_reaches_the_job_that_imports(me):
    confirm(me, send(me, "Q: What is a cell?\nA: Eine Einheit.\n", "cells.md"), {"language": "de"})
    assert Deck.objects.get().language == "de"


def test_another_encoding_lets_a_job_read_the_file_again(me, no_worker):
    plan = read_by_job(me, send(me, "Q: Größe?\nA: Länge.\n".encode("cp1252"), "cells.md"))
    plan = read_by_job(me, confirm(me, plan, {"encoding": "cp1251", "update": "yes"}))
    confirm(me, plan, {"encoding": "cp1251"})
    run_open()
    assert Note.objects.get().front == "GrцЯe?"


class TestAWorkbook:
    BOOK = workbook(("Spanish", [("Front", "Back"), ("gato", "cat")]), ("French", [("Front", "Back"), ("chat", "cat")]))

    def test_offers_its_sheets_and_columns_from_its_first_rows(self, me, no_worker):
        options = read_by_job(me, send(me, self.BOOK, "words.xlsx"))
        assert "gato" in words(options)
        assert options.context["form"].fields["sheet"].choices == [("Spanish", "Spanish"), ("French", "French")]
        shown = read(me, options, sheet="French")
        assert "chat" in words(shown)
        confirm(me, read_by_job(me, read(me, shown, column=["back", "front"], go_on="yes")))
        run_open()
        assert (Note.objects.get().front, Note.objects.get().back) == ("cat", "chat")

    def test_whose_first_sheet_has_no_cards_leads_to_the_choice_of_another(self, me):
        book = workbook(("About", [("Words of mine",)]), ("French", [("Front", "Back"), ("chat", "cat")]))
        options = read(me, send(me, book, "words.xlsx"), go_on="yes")
        problem = "Each row of this sheet has only one cell. Choose a sheet whose rows have a front and a back."
        assert options.context["problem"] == problem
        confirm(me, read(me, read(me, options, sheet="French"), go_on="yes"))
        assert Note.objects.get().front == "chat"


def test_notes_that_are_left_out_count_as_work(tmp_path, learner):
    made = Collection()
    for number in range(1, 40):
        made.note(number, f"Front {number}", "x" * 65_000).card(number, number)
    path = tmp_path / "cells.apkg"
    path.write_bytes(made.package().getvalue())
    reported = []
    with open_file(path, path.name) as source:
        plan_import(source, Target(owner=learner), lambda *_: reported.append(1))
    assert len(reported) >= 39


def test_a_job_imports_only_what_was_confirmed(me, monkeypatch):
    plan = send(me, package("What is a cell?"))
    with monkeypatch.context() as patch:
        patch.setattr(working_client, "run_waiting", lambda: None)
        waiting = confirm(me, plan)
    late = Job.objects.open().get()
    Job.objects.filter(pk=late.pk).update(state="failed", ended_at=NOW)
    confirm(me, send(me, package("What is a nucleus?")))
    Job.objects.filter(pk=late.pk).update(state="waiting", ended_at=None)
    run(late.pk)
    again = me.get(f"{page_of(waiting)}?continue", follow=True)
    assert "Something changed in the meantime. This is what will happen now." in words(again)
    assert Note.objects.get().front == "What is a nucleus?"
    confirm(me, again)
    assert Note.objects.get().front == "What is a cell?"


def test_pressing_the_button_twice_leads_to_the_page_of_one_job(me, no_worker):
    plan = read_by_job(me, send(me, package("What is a cell?")))
    page = confirm(me, plan)
    assert page_of(confirm(me, plan)) == page_of(page) == f"/jobs/{Job.objects.open().get().pk}/"


def test_who_waits_for_a_job_is_led_on_when_it_is_done_and_who_looks_at_it_later_is_not(me, no_worker):
    waiting = send(me, package("What is a cell?")).redirect_chain[-1][0]
    assert "Queued." in words(me.get(waiting))
    job = run_open()
    assert me.get(waiting).url == job.link
    assert me.get(waiting, headers=HTMX)["HX-Redirect"] == job.link
    assert job.message in words(me.get(f"/jobs/{job.pk}/"))


def test_the_plan_of_a_file_without_notes_has_the_reason_and_nothing_to_press(me):
    plan = send(me, Collection().note(1, "Front", "x" * 65_000).card(1, 1).package())
    assert "This file has no notes that can be imported." in words(plan)
    assert "Note “Front”" in words(plan)
    confirm(me, plan)
    assert not Job.objects.open().exists()


def test_a_job_asks_again_whether_the_course_is_still_taught(teaching, instructor, no_worker):
    plan = read_by_job(teaching, send(teaching, package("What is a cell?"), course="multimodal"))
    confirm(teaching, plan)
    Enrolment.objects.filter(user=instructor).update(role="learner")
    job = run_open()
    assert (job.state, job.message) == ("failed", "You no longer teach this course, so nothing else is imported.")
    assert not Deck.objects.exists()


def test_a_job_plans_again_when_others_changed_the_decks_in_the_meantime(me, monkeypatch):
    plan = send(me, package("What is a cell?"))
    locked = []
    lock = apply._lock

    def changed_once(target):
        lock(target)
        locked.append(target)
        if len(locked) == 1:
            raise ConcurrentChange

    monkeypatch.setattr(apply, "_lock", changed_once)
    assert page_of(confirm(me, plan)).endswith("/report/")
    assert len(locked) > 1
    assert Note.objects.count() == 1


@pytest.mark.parametrize("is_confirmed", [False, True], ids=["the plan", "the import"])
def test_a_job_that_is_canceled_while_it_reads_imports_nothing(me, no_worker, monkeypatch, is_confirmed):
    page = send(me, package("What is a cell?"))
    if is_confirmed:
        confirm(me, read_by_job(me, page))
    report = progress.Progress.report

    def canceled(self, done, total=0):
        Job.objects.open().update(cancel_requested=True)
        report(self, done, total)

    monkeypatch.setattr(progress.Progress, "report", canceled)
    assert run_open().state == "canceled"
    assert not Deck.objects.exists()


def test_who_has_many_jobs_open_is_refused_at_the_form(me, learner, no_worker):
    for _ in range(20):
        learner.jobs.create(kind="export", title="Export", created_at=NOW)
    response = send(me, package("What is a cell?"))
    assert response.status_code == 422
    assert "You already have 20 open jobs" in words(response)

"""Large imports run in the background."""

import pytest

from apps.cards.models import Deck, Note
from apps.courses.models import Enrolment
from apps.exchange.importing.targets import Target
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.exchange.services.deck_import import plan_import
from apps.exchange.tests.support.imports import CSV, confirm, package, page_of, read, send, words
from apps.formats import ditcards_json
from apps.formats.open_file import open_file
from apps.formats.records import DeckRecord, NoteRecord
from apps.formats.tests.support.bombs import encrypted
from apps.formats.tests.support.books import workbook
from apps.formats.tests.support.making import Collection
from apps.formats.tests.test_pdf import printed
from apps.jobs import progress
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.tests.support.results import result_of
from apps.web.tests.support.clock import NOW


@pytest.fixture
def all_are_large(settings):
    settings.IMPORT_JOB_BYTES = 1


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


def import_by_jobs(me, page):
    """Let a job read an upload, confirm what it found, and let a job import that; return the latter."""
    confirm(me, read_by_job(me, page))
    return run_open()


def test_a_large_package_is_read_by_a_job_shown_and_imported_by_another(me, learner, all_are_large):
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
    assert (imported.state, imported.link) == ("done", f"/decks/{deck.slug}/")
    assert imported.message == "Imported “Cells::Cells”. Notes: 1 added."
    assert deck.owner == learner
    assert "There are no warnings." in result_of(imported).decode()
    assert page_of(me.get(job.link, follow=True)) == f"/jobs/{imported.pk}/"


def test_the_plan_of_an_upload_that_a_job_is_reading_is_the_page_of_that_job(me, all_are_large):
    page = send(me, package("What is a cell?"))
    upload = Job.objects.get().arguments["upload"]
    assert page_of(me.get(f"/import/{upload}/plan/", follow=True)) == page_of(page)


def test_what_is_chosen_on_the_plan_reaches_the_job_that_imports(me, all_are_large):
    plan = read_by_job(me, send(me, "Q: What is a cell?\nA: Eine Einheit.\n", "cells.md"))
    confirm(me, plan, {"language": "de"})
    run_open()
    assert Deck.objects.get().language == "de"


def test_another_encoding_lets_a_job_read_the_file_again(me, all_are_large):
    plan = read_by_job(me, send(me, "Q: Größe?\nA: Länge.\n".encode("cp1252"), "cells.md"))
    plan = read_by_job(me, confirm(me, plan, {"encoding": "cp1251", "update": "yes"}))
    confirm(me, plan, {"encoding": "cp1251"})
    run_open()
    assert Note.objects.get().front == "GrцЯe?"


def test_a_large_table_shows_its_options_first_and_they_reach_the_job(me, all_are_large):
    page = send(me, CSV, "words.csv")
    assert "This is a large file." in words(page)
    import_by_jobs(me, read(me, page, column=["back", "front"], go_on="yes"))
    assert list(Note.objects.values_list("front", flat=True)) == ["cat", "dog"]


class TestALargeWorkbook:
    BOOK = workbook(("Spanish", [("Front", "Back"), ("gato", "cat")]), ("French", [("Front", "Back"), ("chat", "cat")]))

    @pytest.fixture(autouse=True)
    def workbooks_are_large(self, settings):
        settings.IMPORT_JOB_INFLATED_BYTES = 100

    def test_is_read_by_a_job_and_shown(self, me):
        plan = read_by_job(me, send(me, self.BOOK, "words.xlsx"))
        assert "gato" in words(plan)
        confirm(me, plan)
        run_open()
        assert Note.objects.get().front == "gato"

    def test_offers_its_sheets_and_columns_from_its_first_rows(self, me):
        plan = read_by_job(me, send(me, self.BOOK, "words.xlsx"))
        options = me.get(page_of(plan).replace("plan/", ""))
        assert options.context["form"].fields["sheet"].choices == [("Spanish", "Spanish"), ("French", "French")]
        shown = read(me, options, sheet="French")
        assert "chat" in words(shown)
        import_by_jobs(me, read(me, shown, column=["back", "front"], go_on="yes"))
        assert (Note.objects.get().front, Note.objects.get().back) == ("cat", "chat")

    def test_whose_first_sheet_has_no_cards_leads_to_the_choice_of_another(self, me):
        book = workbook(("About", [("Words of mine",)]), ("French", [("Front", "Back"), ("chat", "cat")]))
        options = read_by_job(me, send(me, book, "words.xlsx"))
        assert Job.objects.get().message.endswith("Choose another sheet, or how it is read.")
        import_by_jobs(me, read(me, read(me, options, sheet="French"), go_on="yes"))
        assert Note.objects.get().front == "chat"


def test_what_writes_many_notes_is_shown_first_and_becomes_a_job_then(me, settings):
    settings.IMPORT_JOB_NOTES = 1
    plan = send(me, package("What is a cell?", "What is a nucleus?"))
    assert "2 added" in words(plan)
    assert page_of(confirm(me, plan)).startswith("/jobs/")
    run(Job.objects.get().pk)
    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [("cells.apkg", package("What is a cell?")), ("cells.md", "Q: What is a cell?\nA: A unit.\n")],
)
def test_what_takes_long_to_read_becomes_a_job(me, settings, name, data):
    settings.IMPORT_REQUEST_SECONDS = 0
    import_by_jobs(me, send(me, data, name=name))
    assert Note.objects.get().front == "What is a cell?"


def test_a_small_package_that_holds_much_becomes_a_job(me, settings):
    settings.IMPORT_JOB_INFLATED_BYTES = 10_000
    import_by_jobs(me, send(me, package("What is a cell?")))
    assert Note.objects.count() == 1


def test_a_long_text_becomes_a_job_and_a_short_one_does_not(me, settings):
    settings.IMPORT_JOB_TEXT_BYTES = 100
    assert page_of(send(me, "Q: a\nA: b\n", "short.md")).endswith("/plan/")
    import_by_jobs(me, send(me, "Q: a\nA: b\n" + "\n" * 100, "long.md"))
    assert Note.objects.get().front == "a"


def test_a_pdf_whose_decks_unpack_to_much_becomes_a_job(me, settings):
    settings.IMPORT_JOB_INFLATED_BYTES = 100
    deck = DeckRecord(title="Cells", notes=(NoteRecord("What is a cell?", "A unit. " * 50),))
    import_by_jobs(me, send(me, printed(ditcards_json.write(deck)), "cells.pdf"))
    assert Note.objects.get().front == "What is a cell?"


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


def test_what_takes_long_to_save_becomes_a_job_when_it_is_confirmed(me, settings):
    plan = send(me, package("What is a cell?"))
    settings.IMPORT_REQUEST_SECONDS = 0
    assert page_of(confirm(me, plan)).startswith("/jobs/")
    assert not Note.objects.exists()
    run(Job.objects.get().pk)
    assert Note.objects.count() == 1


def test_a_job_imports_only_what_was_confirmed(me, settings):
    plan = send(me, package("What is a cell?"))
    settings.IMPORT_JOB_NOTES = 0
    confirm(me, plan)
    settings.IMPORT_JOB_NOTES = 9
    confirm(me, send(me, package("What is a nucleus?")))
    run(Job.objects.get().pk)
    job = Job.objects.get()
    assert job.state == "failed"
    assert job.message.startswith("Something changed in the meantime, so nothing was imported.")
    assert Note.objects.get().front == "What is a nucleus?"


def test_pressing_the_button_of_a_job_twice_leads_to_its_page(me, settings):
    settings.IMPORT_JOB_NOTES = 0
    plan = send(me, package("What is a cell?"))
    page = confirm(me, plan)
    assert page_of(confirm(me, plan)) == page_of(page) == f"/jobs/{Job.objects.get().pk}/"


def test_a_large_file_that_is_refused_fails_its_job_with_the_sentence(me, all_are_large):
    send(me, encrypted())
    run(Job.objects.get().pk)
    job = Job.objects.get()
    assert job.state == "failed"
    assert "password" in job.message
    assert not Deck.objects.exists()


def test_the_plan_of_a_large_file_without_notes_has_the_reason_and_nothing_to_press(me, all_are_large):
    plan = read_by_job(me, send(me, Collection().note(1, "Front", "x" * 65_000).card(1, 1).package()))
    assert "This file has no notes that can be imported." in words(plan)
    assert "Note “Front”" in words(plan)
    confirm(me, plan)
    assert not Job.objects.open().exists()


def test_a_job_asks_again_whether_the_course_is_still_taught(teaching, instructor, all_are_large):
    plan = read_by_job(teaching, send(teaching, package("What is a cell?"), course="multimodal"))
    confirm(teaching, plan)
    Enrolment.objects.filter(user=instructor).update(role="learner")
    job = run_open()
    assert (job.state, job.message) == ("failed", "You no longer teach this course. Nothing was imported.")
    assert not Deck.objects.exists()


def test_a_job_plans_again_when_others_changed_the_decks_in_the_meantime(me, all_are_large, monkeypatch):
    plan = read_by_job(me, send(me, package("What is a cell?")))
    locked = []
    lock = apply._lock

    def changed_once(target):
        lock(target)
        locked.append(target)
        if len(locked) == 1:
            raise ConcurrentChange

    monkeypatch.setattr(apply, "_lock", changed_once)
    confirm(me, plan)
    assert run_open().state == "done"
    assert len(locked) > 1
    assert Note.objects.count() == 1


@pytest.mark.parametrize("is_confirmed", [False, True], ids=["the plan", "the import"])
def test_a_job_that_is_canceled_while_it_reads_imports_nothing(me, all_are_large, monkeypatch, is_confirmed):
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


def test_who_has_many_jobs_open_is_refused_at_the_form(me, learner, all_are_large):
    for _ in range(20):
        learner.jobs.create(kind="export", title="Export", created_at=NOW)
    response = send(me, package("What is a cell?"))
    assert response.status_code == 422
    assert "You already have 20 open jobs" in words(response)

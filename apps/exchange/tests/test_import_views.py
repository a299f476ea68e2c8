"""The pages on which people bring decks: look first, then import exactly that, or hear why not."""

import io
import re
from html import unescape

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.cards.models import Card, Deck, Note
from apps.courses.models import Course, Enrolment
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.formats.tests.support.bombs import encrypted, zstd_frames
from apps.formats.tests.support.books import workbook
from apps.formats.tests.support.making import Collection
from apps.jobs import progress
from apps.jobs.files import result_of
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, subscribe
from conftest import HTMX, NOW

IMPORT = "/import/"
CSV = "Front,Back\ngato,cat\nperro,dog\n"


@pytest.fixture(autouse=True)
def places(settings, tmp_path, monkeypatch):
    """Folders for uploads and jobs, of which this test alone knows."""
    settings.JOBS_ROOT = tmp_path / "jobs"
    folder = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "uploads")}
    settings.CACHES = {**settings.CACHES, "uploads": folder}
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0)


@pytest.fixture
def me(client, learner):
    client.force_login(learner)
    return client


@pytest.fixture
def teaching(client, instructor):
    client.force_login(instructor)
    return client


def words(response):
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def send(client, data, name="cells.apkg", **fields):
    data = data.getvalue() if isinstance(data, io.BytesIO) else data
    data = data.encode() if isinstance(data, str) else data
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def package(*fronts):
    made = Collection()
    for number, front in enumerate(fronts, 1):
        made.note(number, front, "Back.").card(number, number)
    return made.package()


def page_of(response):
    return response.request["PATH_INFO"]


def confirm(client, response, **options):
    return client.post(page_of(response), follow=True, **options)


def read(client, response, **chosen):
    """Choose in the form of a table what is different from what it shows, and press the button."""
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    columns = [role for role, _ in response.context["columns"]]
    return client.post(page_of(response), {"column": columns, **shown, **chosen}, follow=True)


# A package


def test_a_package_is_looked_at_first_and_then_imported(me, learner):
    plan = send(me, package("What is a cell?", "What is a nucleus?"))
    assert "2 added 0 changed 0 unchanged" in words(plan)
    assert "Biology::Cells" in words(plan)
    assert not Deck.objects.exists()
    report = confirm(me, plan)
    assert "2 added" in words(report)
    deck = Deck.objects.get()
    assert (deck.owner, deck.course) == (learner, None)
    assert Note.objects.count() == 2


def test_the_report_survives_a_reload_and_leads_to_the_deck_and_into_the_daily_review(me, learner):
    report = confirm(me, send(me, package("What is a cell?")))
    again = me.get(page_of(report))
    slug = Deck.objects.get().slug
    assert f'href="/decks/{slug}/"' in again.content.decode()
    me.post(f"/decks/{slug}/subscribe/")
    assert "In your daily review" in words(me.get(page_of(report)))


def test_the_plan_survives_a_reload_and_pressing_import_twice_imports_once(me):
    plan = send(me, package("What is a cell?"))
    assert "1 added" in words(me.get(page_of(plan)))
    confirm(me, plan)
    assert "Imported" in words(confirm(me, plan))
    assert Note.objects.count() == 1


def test_importing_again_changes_nothing(me):
    confirm(me, send(me, package("What is a cell?")))
    plan = send(me, package("What is a cell?"))
    assert "0 added 0 changed 1 unchanged" in words(plan)
    assert "Everything in this file is already here." in words(plan)
    confirm(me, plan)
    assert Note.objects.count() == 1


def test_what_others_changed_meanwhile_is_shown_before_it_is_imported(me):
    plan = send(me, package("What is a cell?"))
    confirm(me, send(me, package("What is a cell?")))
    again = confirm(me, plan)
    assert "The decks were changed meanwhile." in words(again)
    assert "0 added 0 changed 1 unchanged" in words(again)
    assert "Imported" in words(confirm(me, again))


def test_a_title_of_ones_own_takes_the_place_of_the_packages(me):
    confirm(me, send(me, package("What is a cell?"), title="My cells"))
    assert Deck.objects.get().title == "My cells::Cells"


def test_warnings_are_shown_up_to_fifty(me):
    made = Collection()
    for number in range(1, 61):
        made.note(number, f"Front {number}", "x" * 65_000).card(number, number)
    plan = send(me, made.note(99, "Fine", "Back").card(99, 99).package())
    assert "60 skipped" in words(plan)
    assert plan.content.decode().count("The note was left out.") == 50
    assert "And 10 more." in words(plan)


# Whose it becomes


def test_an_instructor_imports_into_a_course_of_theirs(teaching, course):
    confirm(teaching, send(teaching, package("What is a cell?"), course="multimodal"))
    assert Deck.objects.get().course == course


def test_the_course_of_the_link_is_chosen_already(teaching):
    assert '<option value="multimodal" selected>' in teaching.get(IMPORT, {"course": "multimodal"}).content.decode()


def test_the_form_offers_courses_only_to_those_who_teach_one(me):
    assert "It is for" not in words(me.get(IMPORT))


def test_nobody_imports_into_a_course_of_others(teaching):
    Course.objects.create(slug="other", title="Other")
    response = send(teaching, package("What is a cell?"), course="other")
    assert response.status_code == 422
    assert "Select a valid choice" in words(response)


def test_a_learner_who_names_a_course_gets_a_private_deck(me, learner):
    confirm(me, send(me, package("What is a cell?"), course="multimodal"))
    assert Deck.objects.get().owner == learner


def test_whoever_teaches_no_more_imports_no_more(teaching, instructor):
    plan = send(teaching, package("What is a cell?"), course="multimodal")
    Enrolment.objects.filter(user=instructor).update(role="learner")
    assert confirm(teaching, plan).status_code == 404
    assert not Deck.objects.exists()


def test_an_upload_of_somebody_else_does_not_exist(me, client, classmate):
    plan, table = page_of(send(me, package("What is a cell?"))), page_of(send(me, CSV, "words.csv"))
    report = page_of(confirm(me, send(me, package("What is a nucleus?"))))
    client.force_login(classmate)
    for address in (plan, table, report):
        assert client.get(address).status_code == 404
        assert client.post(plan).status_code == 404
    assert Note.objects.count() == 1


# Refused


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        pytest.param("a.apkg", b"PK\x03\x04" + b"x" * 100, "", id="a damaged zip"),
        pytest.param("a.apkg", encrypted, "password", id="an encrypted package"),
        pytest.param("a.colpkg", zstd_frames, "", id="a bomb"),
        pytest.param("a.apkg", b"", "This file is empty.", id="an empty file"),
        pytest.param("a.csv", b"\x00\x01\x02" * 50, "binary file", id="a binary table"),
        pytest.param("a.csv", b"\n\n", "no row with text", id="a table without rows"),
        pytest.param("a.json", b"{\n broken", "Line 2", id="broken JSON, with its place"),
        pytest.param("a.pdf", b"%PDF-1.7", "", id="a PDF without a deck"),
        pytest.param("a.md", b"just words", "", id="a text without cards"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_with_a_sentence(me, name, data, says):
    response = send(me, data() if callable(data) else data, name)
    assert response.status_code == 422
    (sentence,) = response.context["form"].errors["file"]
    assert says in sentence
    assert sentence.endswith(".")
    assert not Deck.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({}, "Choose a file, or paste.", id="nothing"),
        pytest.param({"text": "  \n"}, "Choose a file, or paste.", id="nothing but spaces"),
        pytest.param({"text": CSV, "file": SimpleUploadedFile("a.csv", b"a,b")}, "not both", id="both"),
        pytest.param({"text": CSV, "title": "x" * 201}, "at most 200 characters", id="a long title"),
        pytest.param({"text": "a\x00b"}, "Null characters", id="a NUL"),
    ],
)
def test_a_form_that_makes_no_sense_says_why(me, fields, says):
    response = me.post(IMPORT, fields)
    assert response.status_code == 422
    assert says in words(response)


def test_a_file_that_is_too_large_is_refused(me, monkeypatch):
    monkeypatch.setattr("apps.exchange.forms.MAX_UPLOAD_BYTES", 10)
    response = send(me, CSV, "words.csv")
    assert response.status_code == 422
    assert "Divide it into several." in words(response)


def test_the_limits_stand_in_the_form(me):
    assert "Up to 100 MB and 100,000 notes." in words(me.get(IMPORT))


def test_many_uploads_in_a_minute_are_refused(me, settings):
    settings.ACCOUNT_RATE_LIMITS = {"import_deck": "1/m/user"}
    send(me, package("What is a cell?"))
    response = send(me, package("What is a cell?"))
    assert response.status_code == 422
    assert "Wait a minute" in words(response)


def test_a_failure_while_saving_leaves_nothing(me, monkeypatch):
    plan = send(me, package("What is a cell?"))

    def never(_target):
        raise ConcurrentChange

    monkeypatch.setattr(apply, "_lock", never)
    response = confirm(me, plan)
    assert response.status_code == 422
    assert "Try again in a minute." in words(response)
    assert not Deck.objects.exists()


# A table


def test_a_table_shows_its_first_rows_and_what_its_columns_hold(me):
    page = send(me, CSV, "words.csv")
    assert [role for role, _ in page.context["columns"]] == ["front", "back"]
    assert page.context["rows"] == [("gato", "cat"), ("perro", "dog")]
    assert not Deck.objects.exists()


def test_a_table_becomes_a_deck_with_the_chosen_columns(me):
    plan = read(me, send(me, CSV, "words.csv"), column=["back", "front"], go_on="yes")
    assert "2 added" in words(plan)
    confirm(me, plan)
    assert list(Note.objects.values_list("front", "back")) == [("cat", "gato"), ("dog", "perro")]
    assert Deck.objects.get().title == "words"


def test_another_separator_finds_the_columns_and_the_header_anew(me):
    page = send(me, "Front;Back\na,b;c\nd,e;f\n", "words.csv")
    wrong = read(me, page, separator=",")
    assert wrong.context["rows"][0] != ("a,b", "c")
    right = read(me, wrong, separator=";")
    assert right.context["rows"] == [("a,b", "c"), ("d,e", "f")]
    assert [role for role, _ in right.context["columns"]] == ["front", "back"]


def test_a_paste_with_signs_of_its_own(me):
    page = me.post(IMPORT, {"text": "gato ~> cat @@ perro ~> dog"}, follow=True)
    signs = {"other_separator": " ~> ", "other_row_separator": " @@ "}
    page = read(me, page, separator="other", row_separator="other", **signs)
    assert page.context["rows"] == [("gato", "cat"), ("perro", "dog")]
    confirm(me, read(me, page, kind="reversed", go_on="yes"))
    assert Card.objects.count() == 4


def test_the_encoding_can_be_chosen(me):
    page = send(me, "слово;word\nкот;cat\n".encode("cp1251"), "words.csv")
    page = read(me, page, encoding="cp1251")
    assert page.context["rows"][-1] == ("кот", "cat")


def test_a_damaged_encoding_can_still_be_chosen_by_hand(me):
    damaged = "é,è\nü,ö\n".encode() * 3 + b"\xe9,x\n"
    page = send(me, damaged, "words.csv")
    assert page.status_code == 422
    assert "another encoding" in words(page)
    page = read(me, page, encoding="latin-1")
    assert page.status_code == 200
    assert page.context["rows"][0] == ("Ã©", "Ã¨")


def test_the_first_row_can_be_a_note(me):
    page = read(me, send(me, CSV, "words.csv"), header="no")
    assert page.context["rows"][0] == ("Front", "Back")


def test_texts_can_be_html(me):
    page = read(me, send(me, "a,x <b>y</b>\n", "words.csv"), form="plain")
    confirm(me, read(me, page, form="html", go_on="yes"))
    assert Note.objects.get().back == "x **y**"


def test_another_sheet_of_a_workbook(me):
    book = workbook(("One", [["a", "b"]]), ("Two", [["c", "d"], ["e", "f"]]))
    page = send(me, book, "book.xlsx")
    assert page.context["rows"] == [("a", "b")]
    page = read(me, page, sheet="Two")
    assert page.context["rows"] == [("c", "d"), ("e", "f")]
    confirm(me, read(me, page, go_on="yes"))
    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"column": ["back", "back"]}, "Choose the column that holds the fronts."),
        ({"column": ["front", "front"]}, "Two columns are said to hold the same."),
        ({"column": ["front", "nonsense"]}, "from the list"),
        ({"encoding": "nonsense"}, "Select a valid choice"),
        ({"was": "[" * 5_000, "go_on": ""}, ""),
    ],
)
def test_choices_that_make_no_sense_are_refused(me, chosen, says):
    page = read(me, send(me, CSV, "words.csv"), **{"go_on": "yes", **chosen})
    assert page.status_code in (422, 200)
    assert says in words(page)
    assert not Deck.objects.exists()


def test_htmx_gets_the_preview_alone(me):
    page = send(me, CSV, "words.csv")
    fragment = me.post(page_of(page), {"header": "no"}, headers=HTMX).content.decode()
    assert fragment.lstrip().startswith('<div id="preview"')


def test_what_is_in_a_table_is_text_on_the_page(me):
    page = send(me, "<script>alert(1)</script>,b\n", "words.csv")
    assert "<script>alert" not in page.content.decode()


def test_a_table_that_was_read_can_be_read_another_way(me):
    page = send(me, CSV, "words.csv")
    plan = read(me, page, column=["back", "front"], go_on="yes")
    again = me.get(page_of(page))
    assert f'href="{page_of(page)}"' in plan.content.decode()
    assert [role for role, _ in again.context["columns"]] == ["back", "front"]


# With schedules


def test_the_schedule_comes_along_when_it_is_wanted(me, learner, monkeypatch):
    learners = []
    monkeypatch.setattr(
        "apps.exchange.services.importing.ScheduleImporter", lambda learner, *_: learners.append(learner)
    )
    confirm(me, send(me, package("What is a cell?")))
    assert learners == []
    confirm(me, send(me, package("What is a cell?"), with_schedule="on"))
    assert learners == [learner]


# Large files


@pytest.fixture
def all_are_large(settings):
    settings.IMPORT_JOB_BYTES = 1


def test_a_large_package_becomes_a_job(me, learner, all_are_large):
    page = send(me, package("What is a cell?"), title="Cells")
    job = Job.objects.get()
    assert page_of(page) == f"/jobs/{job.pk}/"
    assert not Deck.objects.exists()
    run(job.pk)
    job.refresh_from_db()
    deck = Deck.objects.get()
    assert (job.state, job.link) == ("done", f"/decks/{deck.slug}/")
    assert job.message == "Imported “Cells::Cells”. Notes: 1 added."
    assert deck.owner == learner
    assert "There are no warnings." in result_of(job).read_text()


def test_a_large_table_is_previewed_first_and_its_options_go_along(me, all_are_large):
    page = send(me, CSV, "words.csv")
    assert "This is a large file." in words(page)
    page = read(me, page, column=["back", "front"], go_on="yes")
    run(Job.objects.get().pk)
    assert list(Note.objects.values_list("front", flat=True)) == ["cat", "dog"]
    assert page_of(page).startswith("/jobs/")


def test_what_writes_many_notes_is_shown_first_and_becomes_a_job_then(me, settings):
    settings.IMPORT_JOB_NOTES = 1
    plan = send(me, package("What is a cell?", "What is a nucleus?"))
    assert "2 added" in words(plan)
    assert page_of(confirm(me, plan)).startswith("/jobs/")
    run(Job.objects.get().pk)
    assert Note.objects.count() == 2


def test_a_large_file_that_is_refused_fails_its_job_with_the_sentence(me, all_are_large):
    send(me, encrypted())
    run(Job.objects.get().pk)
    job = Job.objects.get()
    assert job.state == "failed"
    assert "password" in job.message
    assert not Deck.objects.exists()


def test_a_job_asks_again_whether_the_course_is_still_taught(teaching, instructor, all_are_large):
    send(teaching, package("What is a cell?"), course="multimodal")
    Enrolment.objects.filter(user=instructor).update(role="learner")
    run(Job.objects.get().pk)
    job = Job.objects.get()
    assert (job.state, job.message) == ("failed", "You do not teach this course any more. Nothing was imported.")
    assert not Deck.objects.exists()


def test_a_job_is_prepared_again_when_others_changed_the_decks_meanwhile(me, all_are_large, monkeypatch):
    send(me, package("What is a cell?"))
    locked = []
    lock = apply._lock

    def changed_once(target):
        lock(target)
        locked.append(target)
        if len(locked) == 1:
            raise ConcurrentChange

    monkeypatch.setattr(apply, "_lock", changed_once)
    run(Job.objects.get().pk)
    assert Job.objects.get().state == "done"
    assert len(locked) == 2
    assert Note.objects.count() == 1


def test_a_job_that_is_cancelled_while_it_reads_imports_nothing(me, all_are_large, monkeypatch):
    send(me, package("What is a cell?"))
    report = progress.Progress.report

    def cancelled(self, done, total=0):
        Job.objects.update(cancel_requested=True)
        report(self, done, total)

    monkeypatch.setattr(progress.Progress, "report", cancelled)
    run(Job.objects.get().pk)
    assert Job.objects.get().state == "cancelled"
    assert not Deck.objects.exists()


def test_who_has_many_jobs_open_hears_so_at_the_form(me, learner, all_are_large):
    for _ in range(20):
        learner.jobs.create(kind="export", title="Export", created_at=NOW)
    response = send(me, package("What is a cell?"))
    assert response.status_code == 422
    assert "Wait until some are" in words(response)


# What is kept


def test_an_uploaded_file_is_not_kept_once_it_is_imported(me, tmp_path):
    confirm(me, send(me, package("What is a cell?")))
    assert not [path for path in (tmp_path / "uploads").iterdir() if path.stat().st_size > 1_500]


def test_an_upload_that_is_gone_does_not_exist(me):
    plan = send(me, package("What is a cell?"))
    caches["uploads"].clear()
    assert me.get(page_of(plan)).status_code == 404


# Decks of one's own


@pytest.fixture
def mine(me, learner):
    confirm(me, send(me, package("What is a cell?", "What is a nucleus?")))
    return Deck.objects.get()


def test_the_list_shows_ones_own_decks_with_their_numbers(me, mine, deck):
    page = words(me.get("/decks/"))
    assert "Biology::Cells 2 notes 4 cards" in page
    assert "Diffusion" not in page


def test_an_empty_list_offers_to_import(me):
    page = me.get("/decks/")
    assert "You don’t have any decks of your own yet" in words(page)
    assert 'href="/import/"' in page.content.decode()


def test_a_deck_is_renamed(me, mine):
    page = me.post(f"/decks/{mine.slug}/rename/", {"title": "Cells"}, follow=True)
    assert "“Biology::Cells” is called “Cells” now." in words(page)
    assert me.post(f"/decks/{mine.slug}/rename/", {"title": " "}).status_code == 422
    assert Deck.objects.get().title == "Cells"


def test_a_deck_is_deleted_with_all_that_was_learned_of_it(me, mine, learner, deck):
    subscribe(learner, mine, today=learner.study_day(NOW))
    subscribe(learner, deck, today=learner.study_day(NOW))
    schedule = Schedule.objects.filter(deck=mine).first()
    grade_card(schedule, 4, seen_version=0, at=NOW)
    page = words(me.get(f"/decks/{mine.slug}/delete/"))
    assert "cannot be restored: 2 notes Your schedule for 4 cards 1 of your answers" in page
    assert "is deleted." in words(me.post(f"/decks/{mine.slug}/delete/", follow=True))
    assert list(Deck.objects.all()) == [deck]
    assert Schedule.objects.count() == 3
    assert not ReviewLog.objects.exists()
    assert not Note.history.exclude(deck_id=deck.pk).exists()


def test_a_deck_of_others_or_of_a_course_cannot_be_changed(me, client, mine, instructor, deck):
    client.force_login(instructor)
    for slug in (mine.slug, deck.slug, "nowhere"):
        for what in ("rename", "delete"):
            assert client.get(f"/decks/{slug}/{what}/").status_code == 404
            assert client.post(f"/decks/{slug}/{what}/", {"title": "x"}).status_code == 404
    assert Deck.objects.count() == 2

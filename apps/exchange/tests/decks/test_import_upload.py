"""The upload of decks: whose they become, and which files are refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.cards.media import media_storage
from apps.cards.models import Deck, Note
from apps.cards.services.media import delete_unused
from apps.cards.tests.support.pictures import picture
from apps.courses.models import Course, Enrolment
from apps.exchange.services import apply
from apps.exchange.services.apply import ConcurrentChange
from apps.exchange.tests.support.imports import CSV, IMPORT, confirm, package, page_of, send, words
from apps.formats.tests.support.bombs import encrypted, zstd_frames
from apps.formats.tests.support.making import Collection
from apps.jobs.models import Job


def test_an_instructor_imports_into_a_course_of_theirs(teaching, course):
    confirm(teaching, send(teaching, package("What is a cell?"), course="multimodal"))
    assert Deck.objects.get().course == course


@pytest.mark.parametrize("drafts_first", [False, True])
def test_the_report_leads_from_a_deck_that_is_a_draft_to_where_it_is_published(teaching, course, drafts_first):
    Course.objects.update(drafts_first=drafts_first)
    report = confirm(teaching, send(teaching, package("What is a cell?"), course="multimodal"))
    assert ("Publish…" in report.text) == drafts_first
    page = teaching.get(f"/decks/{Deck.objects.get().slug}/").text
    assert ('class="button slim" name="act" value="publish ' in page) == drafts_first


def test_the_course_of_the_link_is_chosen_already(teaching):
    assert '<option value="multimodal" selected>' in teaching.get(IMPORT, {"course": "multimodal"}).content.decode()


def test_the_form_offers_courses_only_to_those_who_teach_one(me):
    assert "Import for" not in words(me.get(IMPORT))


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
    for url in (plan, table, report):
        assert client.get(url).status_code == 404
        assert client.post(plan).status_code == 404
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
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
def test_a_file_that_cannot_be_imported_is_refused_with_a_sentence(me, name, data, message):
    page = send(me, data() if callable(data) else data, name)
    job = Job.objects.get()
    assert (job.state, page_of(page)) == ("failed", IMPORT)
    assert message in job.message
    assert job.message.endswith(".")
    assert page.context["form"].errors == {"file": [job.message]}
    assert job.message in words(me.get(f"/jobs/{job.pk}/"))
    assert not Deck.objects.exists()


def test_who_comes_back_from_a_file_that_cannot_be_read_finds_what_they_chose(teaching):
    page = send(teaching, "just words", "a.md", course="multimodal", title="Cells", bold_cloze="on")
    form = page.context["form"]
    assert [form[name].value() for name in ("course", "title", "bold_cloze")] == ["multimodal", "Cells", True]
    assert 'aria-invalid="true"' in str(form["file"])


def test_a_pasted_text_that_cannot_be_read_is_still_in_its_field(me):
    page = me.post(IMPORT, {"text": "{\n broken"}, follow=True)
    assert page.context["form"]["text"].value() == "{\n broken"
    assert list(page.context["form"].errors) == ["text"]


@pytest.mark.parametrize("again", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_form_that_names_no_upload_of_mine_is_empty(me, again):
    page = me.get(IMPORT, {"again": again})
    assert page.status_code == 200
    assert not page.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({}, "Choose a file or paste text.", id="nothing"),
        pytest.param({"text": "  \n"}, "Choose a file or paste text.", id="nothing but spaces"),
        pytest.param({"text": CSV, "file": SimpleUploadedFile("a.csv", b"a,b")}, "not both", id="both"),
        pytest.param({"text": CSV, "title": "x" * 201}, "at most 200 characters", id="a long title"),
        pytest.param({"text": "a\x00b"}, "Null characters", id="a NUL"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_with_a_sentence(me, fields, message):
    response = me.post(IMPORT, fields)
    assert response.status_code == 422
    assert message in words(response)


def test_a_file_that_is_too_large_is_refused(me, monkeypatch):
    monkeypatch.setattr("apps.exchange.forms.upload.MAX_UPLOAD_BYTES", len(CSV))
    assert send(me, CSV, "words.csv").status_code == 200
    response = send(me, CSV + "\n", "words.csv")
    assert response.status_code == 422
    assert "Split it." in words(response)


def test_the_form_shows_the_limits(me):
    assert "Up to 100 MiB and 100,000 notes." in words(me.get(IMPORT))


def test_many_uploads_in_a_minute_are_refused(me, settings):
    settings.ACCOUNT_RATE_LIMITS = {"import_each": "1/m/key"}
    send(me, package("What is a cell?"))
    response = send(me, package("What is a cell?"))
    assert response.status_code == 429
    assert "Wait a minute" in words(response)


def test_a_failure_while_saving_leaves_nothing(me, monkeypatch):
    plan = send(me, package("What is a cell?"))

    def never(_target):
        raise ConcurrentChange

    monkeypatch.setattr(apply, "_lock", never)
    again = confirm(me, plan)
    assert "Try again in a minute." in words(again)
    assert not Deck.objects.exists()
    monkeypatch.undo()
    confirm(me, again)
    assert Deck.objects.exists()


def test_a_picture_that_is_cleaned_away_before_the_import_saves_is_stored_again(me, monkeypatch, clock):
    with_picture = Collection().note(1, 'A cell? <img src="a.png">', "Yes.").card(1, 1).package({"a.png": picture()})
    content = with_picture.getvalue()
    confirm(me, send(me, content, "cells.apkg"))
    Deck.objects.all().delete()
    plan, real = send(me, content, "cells.apkg"), apply._lock

    def lock_after_cleanup(target):
        monkeypatch.setattr(apply, "_lock", real)
        delete_unused(now=timezone.now() + timedelta(days=9_000), dry_run=False)
        real(target)

    monkeypatch.setattr(apply, "_lock", lock_after_cleanup)
    assert confirm(me, plan).status_code == 200
    assert media_storage.exists(Deck.objects.get().media.get().media.file_name)

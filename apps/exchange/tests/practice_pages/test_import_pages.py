"""The practice pages of a course: what they would change is shown first, then exactly that is imported."""

import io
import zipfile
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.cards.models import Note, Section
from apps.cards.services.notes import save_note
from apps.courses.models import Enrolment
from apps.exchange import uploads
from apps.exchange.tests.support.imports import confirm, words
from apps.exchange.tests.support.practice import ORPHAN, PAGE
from apps.formats.limits import MIB
from apps.formats.practice_page import page_reader
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.lessons.models import Lesson
from apps.lessons.services.import_page import import_page
from apps.lessons.tests.support.pages import PAGE as BACKBONES

IMPORT = "/courses/multimodal/import/"


@pytest.fixture
def lesson(course):
    return import_page(BACKBONES, course, "backbones").lesson


def paste(client, text, **fields):
    return client.post(IMPORT, {"text": text, **fields}, follow=True)


def upload(client, name, data, **fields):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def zipped(**pages):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, page in pages.items():
            archive.writestr(f"knots/{name}/practice.mdx", page)
    return file.getvalue()


@pytest.mark.parametrize("role", ["learner", "stranger"])
def test_only_who_teaches_the_course_may_import(client, request, course, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(IMPORT).status_code == 404
    assert client.post(IMPORT, {"text": PAGE}).status_code == 404


def test_the_form_lists_the_files_it_accepts(teaching):
    page = words(teaching.get(IMPORT))
    assert f"{', '.join(page_reader.ENDINGS)}, .zip. Up to 2 MiB, a zip up to 20 MiB." in page


def test_a_pasted_page_is_planned_first_and_then_imported(teaching):
    plan = paste(teaching, PAGE)
    assert "3 added 0 changed 0 archived 0 unchanged" in words(plan)
    assert "A new lesson, at /courses/multimodal/knots/practice/" in words(plan)
    assert not Lesson.objects.exists()
    report = confirm(teaching, plan)
    assert 'href="/courses/multimodal/knots/practice/"' in report.content.decode()
    assert "3 added" in words(report)
    assert Note.objects.count() == 3


def test_a_pasted_page_without_a_title_is_called_after_its_first_question_and_never_replaces_another(teaching):
    pages = [f"Q. What is a {knot}?\nA. A knot.\n" for knot in ("bowline", "clove hitch")]
    for text in pages:
        plan = paste(teaching, text)
        assert "The page has no title" in words(plan)
        confirm(teaching, plan)
    lessons = [("what-is-a-bowline", "What is a bowline?"), ("what-is-a-clove-hitch", "What is a clove hitch?")]
    assert [*Lesson.objects.order_by("pk").values_list("slug", "title")] == lessons
    assert "The lesson “What is a bowline?”" in words(paste(teaching, pages[0].replace("A knot", "A good knot")))


def test_a_pasted_page_without_a_title_leaves_that_of_the_lesson_which_was_chosen(teaching, lesson):
    plan = paste(teaching, "Q. What is a bowline?\nA. A knot.\n", lesson="backbones")
    assert "has no title" not in words(plan)
    confirm(teaching, plan)
    assert Lesson.objects.get().title == lesson.title


def test_a_file_is_imported(teaching):
    confirm(teaching, upload(teaching, "rope work.mdx", PAGE.encode()))
    assert Lesson.objects.get().slug == "rope-work"


def test_a_zip_brings_many(teaching):
    plan = upload(teaching, "all.zip", zipped(bends=PAGE, hitches=ORPHAN, splices=PAGE))
    assert "2 new lessons 1 page can’t be imported" in words(plan)
    assert "knots/hitches/practice.mdx Line 3:" in words(plan)
    assert "6 added" in words(plan)
    report = words(confirm(teaching, plan))
    assert "Practice: Knots" in report
    assert "knots/hitches/practice.mdx Line 3:" in report
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["bends", "splices"]


def test_a_changed_page_shows_what_changed_word_by_word(teaching):
    confirm(teaching, paste(teaching, PAGE))
    page = paste(teaching, PAGE.replace("a bowline", "the bowline"))
    assert "1 changed" in words(page)
    assert "What holds removed: a added: the bowline?" in words(page).replace("removed: aadded:", "removed: a added:")


def test_a_plan_lists_what_changes_around_the_notes(teaching):
    confirm(teaching, paste(teaching, PAGE))
    page = words(paste(teaching, PAGE.replace("Two short", "Two brief")))
    assert "3 unchanged" in page
    assert "“Self-check”: its position, texts or labels" in page
    assert "The title, introduction" not in page


def test_a_plan_shows_that_another_label_is_correct(teaching, lesson):
    source = teaching.get("/courses/multimodal/backbones/practice.md").content.decode()
    page = words(paste(teaching, source.replace("**A: U-Net.**", "**A: DiT.**"), lesson="backbones"))
    assert "1 changed" in page
    assert "Its correct label changes from “U-Net” to “DiT”." in page


def test_a_plan_shows_what_is_restored_and_what_moves(teaching):
    confirm(teaching, paste(teaching, PAGE))
    start, end = PAGE.index("**2."), PAGE.index("## Flashcards")
    shorter = PAGE[:start] + PAGE[end:]
    confirm(teaching, paste(teaching, shorter))
    assert "It is restored from the archive." in words(paste(teaching, PAGE))
    moved = shorter + '<Flashcard question="What holds a bowline?">\n\nFriction under load.\n\n</Flashcard>\n'
    moved = moved.replace(PAGE[PAGE.index("## Self") : start], "")
    assert "It moves to “Flashcards”." in words(paste(teaching, moved))


def test_it_can_become_an_existing_lesson(teaching, lesson):
    plan = paste(teaching, PAGE, lesson="backbones")
    assert "6 archived" in words(plan)
    confirm(teaching, plan)
    assert Lesson.objects.get().title == "Knots"


def test_a_pasted_page_is_the_lesson_of_its_title(teaching, lesson):
    plan = paste(teaching, PAGE.replace("Knots", "backbones"))
    assert "The lesson “Backbones”" in words(plan)


def test_the_pages_of_a_zip_never_become_one_lesson(teaching, lesson):
    confirm(teaching, upload(teaching, "all.zip", zipped(bends=PAGE, splices=PAGE), lesson="backbones"))
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["backbones", "bends", "splices"]


def test_what_was_edited_in_the_meantime_is_shown_before_it_is_overwritten(teaching):
    confirm(teaching, paste(teaching, PAGE))
    plan = paste(teaching, PAGE.replace("a bowline", "the bowline"))
    note = Note.objects.get(front="What is a bight?")
    note.front = "What is a bight of rope?"
    save_note(note)
    again = confirm(teaching, plan)
    assert "Something changed in the meantime." in words(again)
    assert Note.objects.filter(front__contains="the bowline").count() == 0
    confirm(teaching, again)
    assert Note.objects.filter(front__contains="the bowline").count() == 1


def test_a_prompt_that_was_edited_in_the_meantime_is_shown_before_it_is_overwritten(teaching):
    confirm(teaching, paste(teaching, PAGE))
    plan = paste(teaching, PAGE.replace("Two short", "Two brief"))
    Section.objects.filter(kind="self_check").update(introduction="Two more questions.")
    assert "Something changed in the meantime." in words(confirm(teaching, plan))
    assert Section.objects.get(kind="self_check").introduction == "Two more questions."


def test_pressing_import_twice_imports_once(teaching):
    plan = paste(teaching, PAGE)
    confirm(teaching, plan)
    confirm(teaching, plan)
    assert Note.objects.count() == 3


def test_a_page_is_refused_with_its_line(teaching):
    page = paste(teaching, ORPHAN)
    assert "Line 3:" in words(page)
    assert not Lesson.objects.exists()


def test_a_zip_of_which_every_page_is_refused_offers_another(teaching):
    page = words(upload(teaching, "all.zip", zipped(bends=ORPHAN, hitches=ORPHAN)))
    assert "This file has no notes that can be imported. Choose another file" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({}, "Choose a file or paste text.", id="nothing"),
        pytest.param({"text": "x", "file": ("a.md", b"x")}, "not both", id="both"),
        pytest.param({"text": "x", "lesson": "elsewhere"}, "Select a valid choice", id="a lesson of another course"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_with_a_sentence(teaching, data, message):
    if "file" in data:
        data = {**data, "file": SimpleUploadedFile(*data["file"])}
    response = teaching.post(IMPORT, data)
    assert response.status_code == 422
    assert message in words(response)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("a.exe", bytes(range(256)), "binary file", id="another kind of file"),
        pytest.param("a.md", b"x" * (2 * MIB + 1), "2 MiB", id="a huge file"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_a_sentence(teaching, name, data, message):
    assert message in words(upload(teaching, name, data))


def test_a_text_that_is_too_long_for_any_form_is_refused_with_a_sentence(teaching):
    response = paste(teaching, "x" * (5 * MIB + 1))
    assert response.status_code == 413
    assert "The text in a form may have up to 5 MiB, a file up to 100 MiB." in words(response)


@pytest.mark.parametrize("pasted", ["\x00", "x" * 100_000, "<details>" * 500, "```\n" * 999, "𝟙. "])
def test_whatever_is_pasted_gets_a_page_for_an_answer(teaching, pasted):
    assert paste(teaching, pasted).status_code in (200, 422)


def test_a_page_cannot_smuggle_html_into_the_plan(teaching):
    page = paste(teaching, PAGE.replace("Practice: Knots", "<script>alert(1)</script>"))
    assert "<script>alert" not in page.content.decode()


def test_who_no_longer_teaches_the_course_imports_nothing(teaching, instructor):
    plan = paste(teaching, PAGE)
    Enrolment.objects.filter(user=instructor).update(role="learner")
    assert confirm(teaching, plan).status_code == 404
    assert not Lesson.objects.exists()


def test_somebody_elses_upload_does_not_exist(teaching, client, classmate):
    plan = paste(teaching, PAGE)
    client.force_login(classmate)
    assert confirm(client, plan).status_code == 404
    assert not Lesson.objects.exists()


def test_pages_whose_file_is_gone_before_they_are_read_are_not_read(teaching, instructor):
    upload(teaching, "all.zip", zipped(bends=PAGE, splices=PAGE))
    job = Job.objects.get()
    uploads.remove(instructor, uploads.load(instructor, UUID(job.arguments["upload"])))
    Job.objects.update(state="waiting", ended_at=None, attempts=0)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "The uploaded file is no longer here. Upload it again.")


def test_a_report_of_a_zip_names_what_to_check_and_what_was_refused(teaching):
    plan = upload(teaching, "site.zip", zipped(good=f'{PAGE}\n<Widget size="3" />\n', bad=ORPHAN))
    report = confirm(teaching, plan)
    page = words(report)
    assert "1 page can’t be imported" in page
    assert report.context["report"].refused_pages[0].problem in page
    assert str(report.context["report"].pages_to_check[0].warnings[0]) in page


def test_too_many_uploads_are_refused_for_a_minute(teaching, monkeypatch):
    monkeypatch.setattr("apps.exchange.views.upload.count_or_refuse", lambda *_: True)
    page = paste(teaching, PAGE)
    assert page.status_code == 429
    assert "Wait a minute" in words(page)


def test_the_report_leads_from_a_page_that_is_a_draft_to_where_it_is_published(teaching, course):
    course.drafts_first = True
    course.save()
    report = confirm(teaching, paste(teaching, PAGE)).text
    assert f'href="/teach/multimodal/{course.lessons.get().slug}/"' in report

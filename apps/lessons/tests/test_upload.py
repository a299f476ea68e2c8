"""The upload form: a plan first, then exactly that."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.cards.models import Note, Section
from apps.cards.services.notes import save_note
from apps.formats.limits import MIB
from apps.lessons.models import Lesson
from apps.lessons.tests.test_import_practice import ORPHAN, PAGE
from apps.lessons.tests.test_practice_page import text

IMPORT = "/courses/multimodal/import/"


@pytest.fixture
def teaching(client, instructor):
    client.force_login(instructor)
    return client


def shown(response):
    """The name of the changes that the page shows."""
    return response.context["fingerprint"]


def confirm(client, response, **options):
    return client.post(IMPORT, {"plan": shown(response)}, **options)


@pytest.mark.parametrize("role", ["learner", "stranger"])
def test_only_who_teaches_the_course_may_import(client, request, course, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(IMPORT).status_code == 404
    assert client.post(IMPORT, {"text": PAGE}).status_code == 404


def test_the_form_says_what_it_takes(teaching):
    page = text(teaching.get(IMPORT))
    assert ".mdx, .md, .markdown, .html, .htm, .txt, .zip. Up to 2 MiB, a zip up to 20 MiB." in page


def test_a_pasted_page_is_planned_first_and_then_imported(teaching):
    plan = teaching.post(IMPORT, {"text": PAGE})
    assert "3 added" in text(plan)
    assert not Lesson.objects.exists()
    page = confirm(teaching, plan, follow=True)
    assert page.redirect_chain[-1][0] == "/courses/multimodal/knots/practice/"
    assert "Imported 1 page." in text(page)
    assert Note.objects.count() == 3


def test_a_file_is_imported(teaching):
    plan = teaching.post(IMPORT, {"file": SimpleUploadedFile("rope work.mdx", PAGE.encode())})
    confirm(teaching, plan)
    assert Lesson.objects.get().slug == "rope-work"


def test_a_zip_brings_many(teaching):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("knots/bends/practice.mdx", PAGE)
        archive.writestr("knots/hitches/practice.mdx", ORPHAN)
        archive.writestr("knots/splices/practice.mdx", PAGE)
    plan = teaching.post(IMPORT, {"file": SimpleUploadedFile("all.zip", file.getvalue())})
    assert "Import 2 of 3 pages" in text(plan)
    assert "knots/hitches/practice.mdx:</span> Line 3:" in text(plan)
    page = confirm(teaching, plan, follow=True)
    assert "Imported 2 pages." in text(page)
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["bends", "splices"]


def test_a_changed_page_shows_what_changed_word_by_word(teaching):
    confirm(teaching, teaching.post(IMPORT, {"text": PAGE}))
    page = text(teaching.post(IMPORT, {"text": PAGE.replace("a bowline", "the bowline")}))
    assert "1 changed" in page
    assert '<del><span class="visually-hidden">removed:</span> a</del>' in page
    assert '<ins><span class="visually-hidden">added:</span> the</ins>' in page


def test_a_plan_says_what_changes_around_the_notes(teaching):
    confirm(teaching, teaching.post(IMPORT, {"text": PAGE}))
    page = text(teaching.post(IMPORT, {"text": PAGE.replace("Two short", "Two brief")}))
    assert "3 unchanged" in page
    assert "“Self-check”: its position, its texts or its labels" in page
    assert "The page's title" not in page


def test_a_plan_says_that_another_label_is_right(teaching, lesson):
    source = teaching.get("/courses/multimodal/backbones/practice.md").content.decode()
    page = text(teaching.post(IMPORT, {"text": source.replace("**A: U-Net.**", "**A: DiT.**"), "lesson": "backbones"}))
    assert "1 changed" in page
    assert "Its right label was “U-Net” and becomes “DiT”." in page


def test_a_plan_says_what_comes_back_and_what_moves(teaching):
    confirm(teaching, teaching.post(IMPORT, {"text": PAGE}))
    start, end = PAGE.index("**2."), PAGE.index("## Flashcards")
    shorter = PAGE[:start] + PAGE[end:]
    confirm(teaching, teaching.post(IMPORT, {"text": shorter}))
    assert "It comes back." in text(teaching.post(IMPORT, {"text": PAGE}))
    moved = shorter + '<Flashcard question="What holds a bowline?">\n\nFriction under load.\n\n</Flashcard>\n'
    moved = moved.replace(PAGE[PAGE.index("## Self") : start], "")
    assert "It moves to “Flashcards”." in text(teaching.post(IMPORT, {"text": moved}))


def test_it_can_become_a_lesson_that_is_there(teaching, lesson):
    plan = teaching.post(IMPORT, {"text": PAGE, "lesson": "backbones"})
    assert "7 archived" in text(plan)
    confirm(teaching, plan)
    assert Lesson.objects.get().title == "Knots"


def test_a_pasted_page_is_the_lesson_of_its_title(teaching, lesson):
    plan = teaching.post(IMPORT, {"text": PAGE.replace("Knots", "backbones")})
    assert "The lesson “Backbones”" in text(plan)


def test_the_pages_of_a_zip_never_become_one_lesson(teaching, lesson):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("bends", "splices"):
            archive.writestr(f"{name}/practice.mdx", PAGE)
    zip_file = SimpleUploadedFile("all.zip", file.getvalue())
    confirm(teaching, teaching.post(IMPORT, {"file": zip_file, "lesson": "backbones"}))
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["backbones", "bends", "splices"]


def test_what_was_edited_meanwhile_is_shown_before_it_is_overwritten(teaching):
    confirm(teaching, teaching.post(IMPORT, {"text": PAGE}))
    plan = teaching.post(IMPORT, {"text": PAGE.replace("a bowline", "the bowline")})
    note = Note.objects.get(front="What is a bight?")
    note.front = "What is a bight of rope?"
    save_note(note)
    again = confirm(teaching, plan)
    assert "The course was changed meanwhile." in text(again)
    assert Note.objects.filter(front__contains="the bowline").count() == 0
    confirm(teaching, again)
    assert Note.objects.filter(front__contains="the bowline").count() == 1


def test_a_prompt_that_was_edited_meanwhile_is_shown_before_it_is_overwritten(teaching):
    confirm(teaching, teaching.post(IMPORT, {"text": PAGE}))
    plan = teaching.post(IMPORT, {"text": PAGE.replace("Two short", "Two brief")})
    Section.objects.filter(kind="self_check").update(introduction="Two more questions.")
    assert "The course was changed meanwhile." in text(confirm(teaching, plan))
    assert Section.objects.get(kind="self_check").introduction == "Two more questions."


def test_an_upload_that_is_not_kept_any_more_is_asked_for_again(teaching):
    page = teaching.post(IMPORT, {"plan": "x"}, follow=True)
    assert "That upload is not kept any more." in text(page)


def test_pressing_import_twice_imports_once(teaching):
    plan = teaching.post(IMPORT, {"text": PAGE})
    confirm(teaching, plan)
    confirm(teaching, plan)
    assert Note.objects.count() == 3


def test_a_refused_page_says_why_and_offers_another(teaching):
    page = text(teaching.post(IMPORT, {"text": ORPHAN}))
    assert "Line 3:" in page
    assert "Choose another" in page
    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param({}, "Paste a page, or choose a file.", id="nothing"),
        pytest.param({"text": "x", "file": ("a.md", b"x")}, "not both", id="both"),
        pytest.param({"file": ("a.exe", b"x")}, "Choose a file that ends in", id="another kind of file"),
        pytest.param({"file": ("a.md", b"x" * (2 * MIB + 1))}, "more than 2 MiB", id="a huge file"),
        pytest.param({"text": "x", "lesson": "elsewhere"}, "Select a valid choice", id="a lesson of another course"),
    ],
)
def test_a_form_that_cannot_be_read_says_why(teaching, data, says):
    if "file" in data:
        data = {**data, "file": SimpleUploadedFile(*data["file"])}
    response = teaching.post(IMPORT, data)
    assert response.status_code == 422
    assert says in text(response)


def test_a_text_that_no_form_takes_is_refused_with_a_sentence(teaching):
    response = teaching.post(IMPORT, {"text": "x" * 5_000_001})
    assert response.status_code == 413
    assert "The text in a form may have up to 5 MB, a file up to 100 MB." in text(response)


@pytest.mark.parametrize("pasted", ["\x00", "x" * 100_000, "<details>" * 500, "```\n" * 999, "𝟙. "])
def test_whatever_is_pasted_gets_a_page_for_an_answer(teaching, pasted):
    assert teaching.post(IMPORT, {"text": pasted}).status_code in (200, 422)


def test_a_page_cannot_smuggle_html_into_the_plan(teaching):
    page = text(teaching.post(IMPORT, {"text": PAGE.replace("Practice: Knots", "<script>alert(1)</script>")}))
    assert "<script>alert" not in page

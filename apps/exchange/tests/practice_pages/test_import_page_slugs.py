"""No page of an import takes the place of another, or of a lesson with another title."""

import pytest

from apps.cards.models import Note
from apps.exchange.importing.practice_pages.plan import fingerprint, preview_pages, sources_of
from apps.exchange.tests.support.imports import upload
from apps.exchange.tests.support.practice import run, source, zipped
from apps.formats.practice_page.records import FLASHCARDS, Item, Page, Part
from apps.lessons.models import Lesson
from apps.lessons.services.import_page import import_page


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("C", "C++"), id="differ in signs only"),
        pytest.param(("第一课", "第二课"), id="without a Latin letter"),
        pytest.param(("A" * 100 + " one", "A" * 100 + " two"), id="differ late"),
    ],
)
def test_a_page_never_replaces_a_lesson_with_another_title(teaching, course, titles):
    for number, title in enumerate(titles):
        upload(teaching, text=source(title, f"Question {number}"))
    assert set(Lesson.objects.values_list("title", flat=True)) == set(titles)
    assert not Note.objects.filter(archived=True).exists()


@pytest.mark.parametrize("title", ["ÜBER KNOTEN", "über knoten"])
def test_a_title_in_another_case_is_the_same_lesson(teaching, course, title):
    for each in ("Über Knoten", title):
        upload(teaching, text=source(each, "Question"))
    assert Lesson.objects.get().title == title


def test_files_whose_names_have_no_latin_letter_become_lessons_of_their_own(teaching, course):
    pages = {f"{name}/practice.mdx": source(name, name) for name in ("第一课", "第二课")}
    for _ in range(2):
        upload(teaching, file=zipped(**pages))
    assert Lesson.objects.count() == Note.objects.filter(archived=False).count() == Note.objects.count() == 2


def test_two_tracks_with_lessons_of_one_name_become_two_lessons_also_when_imported_again(teaching, course):
    pages = {f"{name}/intro/practice.mdx": source("Introduction", name) for name in ("knots", "sails")}
    for _ in range(2):
        upload(teaching, file=zipped(**pages))
        assert list(Lesson.objects.values_list("slug", "track")) == [("intro", "Knots"), ("sails-intro", "Sails")]
    assert sorted(Note.objects.values_list("front", flat=True)) == ["knots", "sails"]


def test_a_track_that_comes_alone_later_keeps_its_lessons(teaching, course):
    upload(
        teaching, file=zipped(**{f"{name}/intro/practice.mdx": source("Intro", name) for name in ("knots", "sails")})
    )
    upload(teaching, file=zipped(**{"sails/intro/practice.mdx": source("Intro", "sails", "jib")}))
    assert Note.objects.filter(deck__lesson__slug="sails-intro").count() == 2
    assert Lesson.objects.count() == 2


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_the_command_refuses_two_pages_for_one_lesson_as_well(db, tmp_path, options):
    for name in ("C", "C++"):
        (tmp_path / f"{name}.mdx").write_text(source(f"The language {name}", name))
    out, err, status = run(tmp_path, "--course", "languages", *options)
    assert status == 1
    assert "already becomes the lesson “c”" in err
    assert "1 of 2 pages" in out


def test_the_forms_of_one_page_may_be_imported_together(db, tmp_path):
    for ending in ("mdx", "md"):
        (tmp_path / f"knots.{ending}").write_text(source("Knots", "What is a bight?"))
    out, _, status = run(tmp_path, "--course", "ropes")
    assert status == 0
    assert "1 unchanged" in out


def test_two_pages_without_names_are_planned_as_they_are_imported(db, tmp_path):
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "practice.mdx").write_text(source(folder, f"Question {folder}"))
    planned = run(tmp_path, "--course", "china", "--dry-run", "--json")[0]
    assert run(tmp_path, "--course", "china", "--json")[0] == planned
    assert Lesson.objects.count() == 2


def test_nothing_else_is_imported_than_what_was_shown(course):
    import_page(
        Page("Practice: Knots", parts=(Part(FLASHCARDS, "Flashcards", items=(Item("Bight?", "A."),)),)), course, "knots"
    )
    shown, other = (
        preview_pages(sources_of("", source("Knots", "Bight?").replace("\nBight?", f"\n{answer}").encode()), course)
        for answer in ("One.", "Two.")
    )
    assert fingerprint(shown) != fingerprint(other)

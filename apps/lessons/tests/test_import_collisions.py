"""What happens when two things of an import want one name: guids, lessons, uploads; and two imports at once."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from apps.cards.models import Note
from apps.formats.practice_page.records import FLASHCARDS, Item, Page, Part
from apps.lessons.importing.upload import PageUpload, fingerprint, prospects
from apps.lessons.models import Lesson
from apps.lessons.services.import_page import import_page
from apps.lessons.tests.test_import_practice import run
from apps.lessons.tests.test_importing import CARDS, PAGE, counts, with_items
from apps.lessons.tests.test_practice_page import text

IMPORT = "/courses/multimodal/import/"


def source(title, *fronts):
    """A page of flashcards, each of which is its own answer."""
    cards = "".join(f'<Flashcard question="{front}">\n\n{front}\n\n</Flashcard>\n\n' for front in fronts)
    return f'---\ntitle: "Practice: {title}"\n---\n\n## Flashcards\n\n{cards}'


def zipped(**pages):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, page in pages.items():
            archive.writestr(path, page)
    return SimpleUploadedFile("all.zip", file.getvalue())


def upload(client, **fields):
    plan = client.post(IMPORT, fields)
    client.post(IMPORT, {"plan": plan.context["fingerprint"]})
    return text(plan)


@pytest.fixture
def teaching(client, instructor):
    client.force_login(instructor)
    return client


def test_a_guid_that_was_copied_along_with_a_card_stays_with_the_first(course):
    page = with_items(CARDS, Item("What is a token?", "A patch.", guid="g"), Item("Why noise?", "To learn.", guid="g"))
    import_page(page, course, "backbones")
    assert Note.objects.get(guid="g").front == "What is a token?"
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)


def test_a_copied_guid_that_a_note_has_already(course):
    import_page(PAGE, course, "backbones")
    note = Note.objects.get(front="What is a token?")
    copied = [replace(item, guid=note.guid) for item in CARDS.items]
    assert counts(import_page(with_items(CARDS, *copied), course, "backbones")) == (0, 0, 0, 6)


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("C", "C++"), id="differ in signs only"),
        pytest.param(("第一课", "第二课"), id="without a Latin letter"),
        pytest.param(("A" * 100 + " one", "A" * 100 + " two"), id="differ late"),
    ],
)
def test_a_page_never_takes_the_place_of_a_lesson_with_another_title(teaching, course, titles):
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


def test_two_tracks_with_lessons_of_one_name_do_not_overwrite_each_other(teaching, course):
    pages = {f"{name}/intro/practice.mdx": source("Introduction", name) for name in ("knots", "sails")}
    shown = upload(teaching, file=zipped(**pages))
    assert "knots/intro/practice.mdx becomes the lesson “intro” already. Rename one of them" in shown
    assert Note.objects.get().front == "knots"


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_the_command_refuses_two_pages_for_one_lesson_as_well(db, tmp_path, options):
    for name in ("C", "C++"):
        (tmp_path / f"{name}.mdx").write_text(source(f"The language {name}", name))
    out, err, status = run(tmp_path, "--course", "languages", *options)
    assert status == 1
    assert "becomes the lesson “c” already" in err
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
        prospects(PageUpload("", source("Knots", "Bight?").replace("\nBight?", f"\n{answer}").encode()), course)
        for answer in ("One.", "Two.")
    )
    assert fingerprint(shown) != fingerprint(other)


def test_an_upload_takes_the_place_of_the_one_before(teaching, course):
    teaching.post(IMPORT, {"text": source("Knots", "Bight?")})
    first = teaching.session["upload"]
    teaching.post(IMPORT, {"text": source("Knots", "Bend?")})
    assert caches["uploads"].get(first) is None


TWINS = (Item("Why?", "Because of scale."), Item("Why?", "To save memory."))


def test_two_cards_that_ask_the_same_keep_their_answers_in_another_order(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    before = {note.pk: note.back for note in Note.objects.filter(front="Why?")}
    assert counts(import_page(with_items(CARDS, *reversed(TWINS)), course, "backbones")) == (0, 0, 0, 6)
    assert {note.pk: note.back for note in Note.objects.filter(front="Why?")} == before


def test_the_first_of_two_cards_that_ask_the_same_leaves_alone(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    assert counts(import_page(with_items(CARDS, TWINS[1]), course, "backbones")) == (0, 0, 1, 5)
    assert Note.objects.get(front="Why?", archived=True).back == "Because of scale."


def test_an_answer_that_is_taken_back_stays_with_the_note_in_use(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    import_page(with_items(CARDS, TWINS[1]), course, "backbones")
    in_use = Note.objects.get(front="Why?", archived=False)
    assert counts(import_page(with_items(CARDS, TWINS[0]), course, "backbones")) == (0, 1, 0, 4)
    in_use.refresh_from_db()
    assert (in_use.back, in_use.archived) == ("Because of scale.", False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("there", [False, True], ids=["a new lesson", "a lesson that is there"])
def test_four_imports_of_one_page_at_once_are_one(course, there):
    if there:
        import_page(PAGE, course, "backbones")
    page, barrier = with_items(CARDS, *CARDS.items, Item("How many steps?", "Some dozens.")), Barrier(4)

    def run(_):
        barrier.wait(timeout=30)
        try:
            return counts(import_page(page, course, "backbones"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, range(4)))
    assert sorted(done)[:3] == [(0, 0, 0, 7)] * 3
    assert Note.objects.count() == 7

"""Tracks: the folders of an import, and the headings of the page of a course."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from apps.cards.models import Note
from apps.courses.models import Course, Enrolment
from apps.exchange.tests.support.imports import IMPORT, IMPORT_PAGES, confirm, page_of, upload, words
from apps.exchange.tests.support.practice import PAGE, pages_of, run, source, zipped
from apps.lessons.models import Lesson

COURSE = "/courses/multimodal/"


def tracks():
    """The lessons of all courses in their order, each with its track."""
    return list(Lesson.objects.values_list("slug", "track"))


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_the_tracks_of_a_zip_are_headings_of_the_courses_page_in_their_order(teaching, course):
    pages = {
        "first-knots/bends/practice.mdx": source("Bends", "Bend?"),
        "sails/jib/practice.mdx": source("The jib", "Jib?"),
        "first-knots/hitches/practice.mdx": source("Hitches", "Hitch?"),
    }
    plan = upload(teaching, file=zipped(**pages))
    assert "A new lesson of the track “First knots”, at /courses/multimodal/bends/practice/" in plan
    page = words(teaching.get(COURSE))
    order = [page.index(text) for text in ("First knots", "Bends", "Hitches", "Sails", "The jib")]
    assert order == sorted(order)


def test_a_track_is_called_as_the_page_at_its_head(teaching, course):
    pages = {"k/bends/practice.mdx": source("Bends", "Bend?"), "s/jib/practice.mdx": source("The jib", "Jib?")}
    upload(teaching, file=zipped(**pages, **{"k/index.md": "---\ntitle: Knots that hold\n---\n"}))
    assert tracks() == [("bends", "Knots that hold"), ("jib", "S")]


def test_pages_of_one_folder_need_no_heading(teaching, course):
    upload(teaching, file=zipped(**{"knots/bends/practice.mdx": source("Bends", "Bend?")}))
    assert tracks() == [("bends", "")]


def test_a_new_lesson_follows_those_of_its_track(teaching, course):
    pages = {f"{track}/{track}-1/practice.mdx": source(track, track) for track in ("knots", "sails")}
    upload(teaching, file=zipped(**pages))
    upload(teaching, file=zipped(**{"knots/bends/practice.mdx": source("Bends", "Bend?")}))
    assert tracks() == [("knots-1", "Knots"), ("bends", "Knots"), ("sails-1", "Sails")]


def test_a_page_that_moved_to_another_track_moves_its_lesson(teaching, course):
    upload(teaching, text=source("Bends", "Bend?").replace("---\ntitle", "---\ntrack: Knots\ntitle"))
    upload(teaching, text=source("The jib", "Jib?").replace("---\ntitle", "---\ntrack: Sails\ntitle"))
    plan = upload(teaching, text=source("Bends", "Bend?").replace("---\ntitle", "---\ntrack: Sails\ntitle"))
    assert "The title, track, introduction or credits of the page" in plan
    assert tracks() == [("the-jib", "Sails"), ("bends", "Sails")]


def test_a_page_that_names_no_track_leaves_its_lesson_where_it_is(teaching, course):
    upload(teaching, text=source("Bends", "Bend?").replace("---\ntitle", "---\ntrack: Knots\ntitle"))
    upload(teaching, text=source("Bends", "Bend?", "Hitch?"))
    assert tracks() == [("bends", "Knots")]


def test_the_command_makes_headings_of_folders_where_a_course_is_named(db, tmp_path):
    for path in ("knots/bends/practice.mdx", "sails/jib/practice.mdx"):
        write(tmp_path, path, source(path, path))
    pages, status = pages_of(tmp_path, "--course", "rigging")
    assert (status, [page["track"] for page in pages]) == (0, ["Knots", "Sails"])
    assert tracks() == [("bends", "Knots"), ("jib", "Sails")]


def test_without_a_course_each_folder_is_one(db, tmp_path):
    for path in ("knots/bends/practice.mdx", "sails/jib/practice.mdx"):
        write(tmp_path, path, source(path, path))
    run(tmp_path)
    assert set(Course.objects.values_list("title", flat=True)) == {"Knots", "Sails"}
    assert tracks() == [("bends", ""), ("jib", "")]


def test_an_exported_course_keeps_its_tracks(teaching, course, tmp_path):
    pages = {f"{track}/intro/practice.mdx": source(track, track) for track in ("knots", "sails")}
    upload(teaching, file=zipped(**pages))
    before = tracks()
    call_command("export_practice", "multimodal", output=tmp_path)
    course.delete()
    run(tmp_path)
    assert Course.objects.get().slug == "multimodal"
    assert sorted(tracks()) == sorted(before)


@pytest.mark.parametrize(
    ("encoding", "front"), [("cp1251", "Как дела?"), ("shift-jis", "これは何ですか"), ("mac-roman", "Où est-ce?")]
)
def test_pages_are_read_in_the_encoding_that_was_named(db, tmp_path, encoding, front):
    (tmp_path / "page.md").write_bytes(source("Words", front).encode(encoding))
    pages, status = pages_of(tmp_path, "--encoding", encoding)
    assert status == 0
    assert "It was read as" in pages[0]["warnings"][0]["message"]
    assert Lesson.objects.get().deck.notes.get().front == front


def test_a_zip_of_pages_on_the_general_import_page_asks_for_its_course(teaching, course, instructor):
    Enrolment.objects.create(
        user=instructor, course=Course.objects.create(slug="ropes"), role=Enrolment.Role.INSTRUCTOR
    )
    form = teaching.get(IMPORT)
    assert "Choose the course if the file is a zip of practice pages." in words(form)
    pages = {"knots/bends/practice.mdx": source("Bends", "Bend?"), "sails/jib/practice.mdx": source("The jib", "Jib?")}
    refused = teaching.post(IMPORT, {"file": zipped(**pages)}, follow=True)
    assert "This zip holds practice pages. Choose the course that they are for" in words(refused)
    plan = teaching.post(IMPORT, {"file": zipped(**pages), "course": "multimodal"}, follow=True)
    confirm(teaching, plan)
    assert tracks() == [("bends", "Knots"), ("jib", "Sails")]


def test_a_zip_of_pages_is_for_the_only_course_that_somebody_teaches(teaching, course):
    plan = teaching.post(
        IMPORT, {"file": zipped(**{"knots/bends/practice.mdx": source("Bends", "Bend?")})}, follow=True
    )
    confirm(teaching, plan)
    assert Lesson.objects.get().course == course


def test_who_teaches_no_course_is_not_asked_for_one(me, course):
    refused = me.post(IMPORT, {"file": zipped(**{"knots/bends/practice.mdx": source("Bends", "Bend?")})}, follow=True)
    assert "Choose the course" not in words(refused)


def test_the_encoding_of_a_page_can_be_changed_in_its_plan(teaching, course):
    data = SimpleUploadedFile("words.md", source("Words", "Žluťoučký kůň?").encode("cp1250"))
    plan = teaching.post(IMPORT_PAGES, {"file": data}, follow=True)
    again = confirm(teaching, plan, {"encoding": "cp1250", "update": "yes"})
    assert "Žluťoučký kůň?" in words(again)
    confirm(teaching, again, {"encoding": "cp1250"})
    assert Note.objects.get().front == "Žluťoučký kůň?"


def test_an_encoding_by_which_no_page_can_be_read_can_be_changed_again(teaching, course):
    pages = {"knots/practice.mdx": PAGE, "sails/practice.mdx": PAGE.replace('Knots"', 'Sails"')}
    plan = teaching.post(IMPORT_PAGES, {"file": zipped(**pages)}, follow=True)
    update = {"fingerprint": plan.context["report"].fingerprint, "update": "yes"}
    plan = teaching.post(page_of(plan), {**update, "encoding": "utf-16-le"}, follow=True)
    assert not plan.context["report"].can_be_imported
    assert "encoding" in plan.context["form"].fields
    plan = teaching.post(page_of(plan), {**update, "encoding": "utf-8"}, follow=True)
    assert plan.context["report"].can_be_imported

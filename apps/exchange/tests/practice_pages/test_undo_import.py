"""An import of practice pages can be undone for a day: what was there before is there again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from apps.cards.models import Card, Deck, Note, Section
from apps.cards.services.notes import save_note
from apps.courses.models import Course, Enrolment
from apps.exchange.models import UndoableImport
from apps.exchange.services.undo_import import ImportCannotBeUndone, undo_import
from apps.exchange.tests.support.imports import IMPORT_PAGES, confirm, page_of, words
from apps.exchange.tests.support.practice import PAGE, source, zipped
from apps.exchange.tests.support.practice import run as import_practice
from apps.jobs.models import Job
from apps.jobs.services.housekeeping import do_housekeeping
from apps.lessons.models import Lesson, Mark
from apps.lessons.services.undo_changes import undo_changes
from apps.reviews.models import ReviewLog, Schedule
from apps.web.tests.support.clock import NOW

SHORTER = PAGE[: PAGE.index("**2.")] + PAGE[PAGE.index("## Flashcards") :]


def send(client, pages):
    """Import a pasted page, or a zip of pages."""
    sent = {"file": zipped(**pages)} if isinstance(pages, dict) else {"text": pages}
    return confirm(client, client.post(IMPORT_PAGES, sent, follow=True))


def undo(client, report):
    return client.post(page_of(report).replace("report", "undo"), follow=True)


def everything():
    """What is stored of all lessons, but for primary keys that may differ."""
    notes = Note.objects.order_by("pk").values("pk", "front", "back", "label", "tags", "archived", "position", "kind")
    sections = Section.objects.order_by("position", "pk").values(
        "title", "introduction", "closing", "labels", "position"
    )
    lessons = Lesson.objects.order_by("pk").values("pk", "slug", "title", "track", "description", "introduction")
    cards = Card.objects.order_by("note_id", "ordinal").values("note_id", "front", "back", "archived")
    decks = Deck.objects.order_by("pk").values("pk", "title", "licence", "attribution")
    where = Note.objects.order_by("pk").values_list("pk", "section__title")
    return [list(rows) for rows in (notes, sections, lessons, cards, decks, where)]


NEW = "**1. What is new?**\n\n<details>Yes.</details>\n\n"
CARD = "<Flashcard question='New?'>\n\nYes.\n\n</Flashcard>\n\n"
CHANGED = {
    "a word": PAGE.replace("a bowline", "the bowline"),
    "a prompt": PAGE.replace("Two short", "Two brief"),
    "a question that is gone": SHORTER,
    "a question before the others": PAGE.replace("**2.", "**3.").replace("**1.", f"{NEW}**2."),
    "a section that is gone": PAGE[: PAGE.index("## Flashcards")],
    "a new section": PAGE.replace("## Flashcards\n", f"## More cards\n\n{CARD}## Flashcards\n"),
    "its texts": PAGE.replace('Knots"', 'Ropes"\ntrack: Rigging\nlicence: CC BY\ndescription: Of ropes.'),
}


@pytest.mark.parametrize("page", CHANGED.values(), ids=CHANGED.keys())
@pytest.mark.slow
def test_what_was_there_before_is_there_again(teaching, course, page):
    send(teaching, PAGE)
    send(teaching, source("Another", "Another?"))
    before = everything()
    report = confirm(teaching, teaching.post(IMPORT_PAGES, {"text": page, "lesson": "knots"}, follow=True))
    assert everything() != before
    answer = words(undo(teaching, report))
    assert "The import of “pasted text” is undone." in answer
    assert "edited" not in answer
    assert everything() == before


def test_what_was_archived_is_in_use_again_and_what_was_restored_is_archived_again(teaching, course):
    send(teaching, PAGE)
    send(teaching, SHORTER)
    restored = send(teaching, PAGE)
    undo(teaching, restored)
    assert Note.objects.get(front="What is a bight?").archived
    assert Card.objects.get(note__front="What is a bight?").archived


def test_new_lessons_that_nobody_answered_are_gone(teaching, course):
    report = send(teaching, {"a/practice.md": source("A", "A?"), "b/practice.md": source("B", "B?")})
    undo(teaching, report)
    assert not Lesson.objects.exists()
    assert not Deck.objects.exists()


def test_answers_to_new_notes_stay_and_the_notes_are_archived(teaching, course, learner):
    report = send(teaching, source("A", "Answered?", "Reviewed?", "Unseen?"))
    answered, reviewed = Note.objects.get(front="Answered?"), Note.objects.get(front="Reviewed?")
    Mark.objects.create(user=learner, note=answered, knew=True, marked_at=NOW)
    Schedule.objects.create(user=learner, card=reviewed.cards.get(), deck=reviewed.deck)
    page = words(undo(teaching, report))
    assert "1 text was edited or answered since and stays: “A”." in page
    assert set(Note.objects.values_list("front", "archived")) == {("Answered?", True), ("Reviewed?", True)}
    assert learner.marks.count() == learner.schedules.count() == 1


def test_schedules_and_logs_of_changed_notes_stay_as_they_are(teaching, course, learner):
    send(teaching, PAGE)
    card = Card.objects.get(note__front="What is a bight?")
    schedule = Schedule.objects.create(
        user=learner, card=card, deck=card.note.deck, interval_days=6, repetitions=2, due_on=NOW.date()
    )
    report = send(teaching, PAGE.replace("A slack part", "A loose part"))
    undo(teaching, report)
    again = learner.schedules.get()
    assert (again.card_id, again.interval_days, again.version) == (card.pk, 6, schedule.version)
    assert not ReviewLog.objects.filter(user=learner).exists()


def test_a_note_that_was_edited_since_is_named_and_kept(teaching, course):
    send(teaching, PAGE)
    report = send(teaching, PAGE.replace("a bowline", "the bowline").replace("A slack part", "A loose part"))
    note = Note.objects.get(front="What is a bight?")
    note.back = "A bend of a rope."
    save_note(note)
    page = words(undo(teaching, report))
    assert "1 text was edited or answered since and stays: “What is a bight?”." in page
    note.refresh_from_db()
    assert note.back == "A bend of a rope."
    assert Note.objects.filter(front="What holds a bowline?").exists()


def test_what_an_instructor_wrote_into_sections_since_is_named_and_kept(teaching, course):
    report = send(teaching, PAGE)
    deck = Deck.objects.get(lesson__course=course)
    Section.objects.filter(deck=deck, kind="self_check").update(introduction="Mine.")
    Section.objects.create(deck=deck, title="Mine", introduction="Also mine.", position=9)
    undone = undo(teaching, report)
    assert {*Section.objects.filter(deck=deck).values_list("introduction", flat=True)} == {"Mine.", "Also mine."}
    assert Lesson.objects.get(deck=deck).title in words(undone)


def test_a_lesson_that_is_in_another_course_by_now_stays_as_it_is(teaching, course):
    report = send(teaching, PAGE)
    lesson = Lesson.objects.select_related("deck").get(course=course)
    lesson.course = lesson.deck.course = Course.objects.create(slug="other", title="Other")
    lesson.deck.save(update_fields=["course"])
    lesson.save(update_fields=["course"])
    before = everything()
    assert str(lesson) in words(undo(teaching, report))
    assert everything() == before


def test_undoing_an_older_import_leaves_what_a_newer_one_changed(teaching, course):
    send(teaching, PAGE)
    older = send(teaching, PAGE.replace("a bowline", "the bowline"))
    newer = send(teaching, PAGE.replace("a bowline", "every bowline"))
    assert "stays: “What holds every bowline?”" in words(undo(teaching, older))
    undo(teaching, newer)
    assert Note.objects.filter(front="What holds the bowline?").exists()


def test_pressing_twice_undoes_once(teaching, course):
    send(teaching, PAGE)
    report = send(teaching, SHORTER)
    undo(teaching, report)
    send(teaching, SHORTER)
    assert "This import was undone already" in words(undo(teaching, report))
    assert Note.objects.get(front="What is a bight?").archived


def test_the_report_and_the_courses_import_page_have_the_button(teaching, course):
    report = send(teaching, PAGE)
    address = page_of(report).replace("report", "undo")
    assert f'action="{address}"' in report.content.decode()
    assert f'action="{address}"' in teaching.get(IMPORT_PAGES).content.decode()
    undo(teaching, report)
    assert address not in teaching.get(IMPORT_PAGES).content.decode()
    assert address not in teaching.get(page_of(report)).content.decode()


def test_an_import_that_changed_nothing_has_none(teaching, course):
    send(teaching, PAGE)
    assert "Undo this import" not in words(send(teaching, PAGE))


def test_the_page_of_an_import_leads_to_the_undo(teaching, course):
    send(teaching, PAGE)
    assert "Undo this import" in words(teaching.get(IMPORT_PAGES))
    page = teaching.get(Job.objects.get(kind="import").report)
    address = f"/import/{UndoableImport.objects.get().pk}/undo/"
    assert f'action="{address}"' in page.content.decode()
    teaching.post(address)
    assert not Lesson.objects.exists()


def test_after_a_day_it_is_too_late_and_housekeeping_forgets_it(teaching, course):
    report = send(teaching, PAGE)
    UndoableImport.objects.update(imported_at=timezone.now() - timedelta(days=1, minutes=1))
    assert "a day has passed" in words(undo(teaching, report))
    assert Lesson.objects.exists()
    do_housekeeping(timezone.now())
    assert not UndoableImport.objects.exists()


def test_another_instructor_of_the_course_may_undo_it_and_nobody_else(teaching, course, stranger, classmate):
    report, other = send(teaching, PAGE), Client()
    other.force_login(stranger)
    assert undo(other, report).status_code == 404
    Enrolment.objects.create(user=stranger, course=course, role="instructor")
    assert "is undone" in words(undo(other, report))


def at_once(*acts):
    """Do things in threads at the same moment; return what came of each, an exception included."""
    barrier = Barrier(len(acts))

    def run_one(act):
        barrier.wait(timeout=60)
        try:
            return act()
        except ImportCannotBeUndone as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run_one, acts))


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_undo_once(teaching, course):
    send(teaching, PAGE)
    first = UndoableImport.objects.get()
    send(teaching, SHORTER)
    found = UndoableImport.objects.exclude(pk=first.pk).get()
    outcomes = at_once(*[lambda: undo_import(found, at=timezone.now())] * 4)
    assert sorted(map(type, outcomes), key=str) == sorted([ImportCannotBeUndone] * 3 + [list], key=str)
    assert not Note.objects.get(front="What is a bight?").archived


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_the_moment_of_an_undo_stays_or_finds_no_question(teaching, course, learner):
    send(teaching, source("A", "Why?"))
    note, found = Note.objects.get(front="Why?"), UndoableImport.objects.get()

    def answer():
        try:
            return Mark.objects.create(user=learner, note=note, knew=True, marked_at=NOW)
        except IntegrityError:
            return None

    marked, _kept = at_once(answer, lambda: undo_import(found, at=timezone.now()))
    assert list(Mark.objects.all()) == ([marked] if marked else [])
    assert list(Note.objects.values_list("front", "archived")) == ([("Why?", True)] if marked else [])


def test_an_import_by_the_command_can_be_undone_on_the_site(teaching, course, instructor, tmp_path):
    send(teaching, PAGE)
    before = everything()
    for name, text in (("knots", SHORTER), ("sails", source("Sails", "What is a jib?"))):
        (tmp_path / f"{name}.mdx").write_text(text)
    out, _err, status = import_practice(tmp_path, "--course", course.slug, "--importer", instructor.email)
    assert (status, everything() == before) == (0, False)
    assert f"To undo this within a day: {IMPORT_PAGES}" in out
    undoable = UndoableImport.objects.get(name=tmp_path.name)
    assert undoable.importer == instructor
    assert tmp_path.name in words(teaching.get(IMPORT_PAGES))
    teaching.post(f"/import/{undoable.pk}/undo/")
    assert everything() == before


def test_an_import_by_the_command_that_changes_nothing_has_nothing_to_undo(course, tmp_path):
    (tmp_path / "knots.mdx").write_text(PAGE)
    for _ in range(2):
        import_practice(tmp_path, "--course", course.slug)
    import_practice(tmp_path, "--course", course.slug, "--dry-run")
    assert UndoableImport.objects.count() == 1


def test_an_answer_that_arrives_during_the_undo_makes_it_try_again(teaching, course, monkeypatch):
    send(teaching, PAGE)
    tries = []

    def answered_once(*arguments):
        tries.append(arguments)
        kept = undo_changes(*arguments)
        if len(tries) == 1:
            raise IntegrityError
        return kept

    monkeypatch.setattr("apps.exchange.services.undo_import.undo_changes", answered_once)
    assert undo_import(UndoableImport.objects.get(), at=timezone.now()) == []
    assert len(tries) == 2
    assert not Lesson.objects.exists()
    assert UndoableImport.objects.get().undone_at

"""Pages are imported, and undone, one after the other; what breaks off is continued."""

import pytest

from apps.cards.models import Note
from apps.cards.services.notes import save_note
from apps.exchange.models import UndoableImport
from apps.exchange.services import page_import, undo_import
from apps.exchange.tests.support.imports import IMPORT_PAGES, confirm, words
from apps.exchange.tests.support.practice import source, zipped
from apps.jobs.models import Job
from apps.lessons.models import Lesson
from apps.web.tests.support.clock import NOW

TITLES = ("Bends", "Hitches", "Splices")


class BrokenOffError(Exception):
    """The process ends here."""


def pages(answer):
    """A zip of three pages, with a card each."""
    return zipped(**{f"{title}/practice.mdx": source(title, f"{title} {answer}?") for title in TITLES})


def plan(client, answer):
    return client.post(IMPORT_PAGES, {"file": pages(answer)}, follow=True)


def at_second_call(monkeypatch, module, name, act):
    """Do something before the second call of a function."""
    original, calls = getattr(module, name), []

    def called(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            act()
        return original(*arguments)

    monkeypatch.setattr(module, name, called)


def break_off():
    raise BrokenOffError


def fronts():
    return sorted(Note.objects.filter(archived=False).values_list("front", flat=True))


def test_an_import_that_breaks_off_is_continued_by_its_next_attempt(teaching, course, monkeypatch):
    shown = plan(teaching, "one")
    at_second_call(monkeypatch, page_import, "import_page", break_off)
    assert "Imported" in words(confirm(teaching, shown))
    assert Job.objects.get(kind="import").attempts == 2
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["bends", "hitches", "splices"]
    undoable = UndoableImport.objects.get()
    assert len(undoable.changes) == 3
    undo_import.undo_import(undoable, at=NOW)
    assert not Lesson.objects.exists()


def test_a_lesson_that_somebody_changes_while_others_are_imported_stays_as_it_is(teaching, course, monkeypatch):
    confirm(teaching, plan(teaching, "one"))
    shown = plan(teaching, "two")

    def edit():
        note = Note.objects.get(front="Splices one?")
        note.back = "Edited."
        save_note(note)

    at_second_call(monkeypatch, page_import, "import_page", edit)
    report = confirm(teaching, shown)
    assert "Somebody else changed this lesson in the meantime. Import its page again." in words(report)
    assert fronts() == ["Bends two?", "Hitches two?", "Splices one?"]
    assert len(UndoableImport.objects.latest("imported_at").changes) == 2


def test_an_undo_that_breaks_off_is_continued_by_the_next_press(teaching, course, monkeypatch):
    confirm(teaching, plan(teaching, "one"))
    undoable = UndoableImport.objects.get()
    with monkeypatch.context() as patch:
        at_second_call(patch, undo_import, "undo_changes", break_off)
        with pytest.raises(BrokenOffError):
            undo_import.undo_import(undoable, at=NOW)
    assert fronts() == ["Bends one?", "Hitches one?"]
    undo_import.undo_import(undoable, at=NOW)
    assert not Lesson.objects.exists()
    with pytest.raises(undo_import.ImportCannotBeUndone):
        undo_import.undo_import(undoable, at=NOW)

"""Pages are imported, and undone, one after the other; what breaks off is continued."""

from contextlib import nullcontext

import pytest
from django.core.management import CommandError

from apps.cards.models import Deck, Note
from apps.cards.services.notes import save_note
from apps.exchange import jobs
from apps.exchange.management.commands import import_practice
from apps.exchange.models import UndoableImport
from apps.exchange.services import page_import, undo_import
from apps.exchange.tests.support.imports import IMPORT_PAGES, confirm, page_of, words
from apps.exchange.tests.support.practice import run, source, zipped
from apps.jobs.models import Job
from apps.jobs.progress import Progress
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
    waiting = confirm(teaching, shown)
    report = words(teaching.get(f"{page_of(waiting)}?continue", follow=True))
    assert "3 added" in report
    assert "0 unchanged" in report
    assert Job.objects.get(kind="import").attempts == 2
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["bends", "hitches", "splices"]
    undoable = UndoableImport.objects.get()
    assert len(undoable.changes) == 3
    undo_import.undo_import(undoable, at=NOW)
    assert not Lesson.objects.exists()


def test_a_lesson_that_somebody_changes_while_others_are_imported_stays_as_it_is(teaching, course, monkeypatch):
    confirm(teaching, plan(teaching, "one"))
    first, shown = UndoableImport.objects.get(), plan(teaching, "two")

    def edit():
        note = Note.objects.get(front="Splices one?")
        note.back = "Edited."
        save_note(note)

    at_second_call(monkeypatch, page_import, "import_page", edit)
    report = confirm(teaching, shown)
    assert "Somebody else changed this lesson in the meantime. Import its page again." in words(report)
    assert fronts() == ["Bends two?", "Hitches two?", "Splices one?"]
    assert len(UndoableImport.objects.exclude(pk=first.pk).get().changes) == 2


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


def test_an_import_that_is_undone_while_it_runs_stops_and_says_so(teaching, course, monkeypatch):
    shown = plan(teaching, "one")
    at_second_call(monkeypatch, Progress, "report_begun", undo_it)
    assert "This import was undone while it was running, so it stopped." in words(confirm(teaching, shown))
    assert not Lesson.objects.exists()
    assert UndoableImport.objects.get().undone_at
    assert not Deck.with_deleted.exists()


def undo_it():
    undo_import.undo_import(UndoableImport.objects.get(), at=NOW)


def test_a_command_whose_import_is_undone_while_it_runs_stops(course, tmp_path, monkeypatch):
    for title in TITLES:
        (tmp_path / f"{title}.mdx").write_text(source(title, f"{title}?"))
    at_second_call(monkeypatch, import_practice, "preview_page", undo_it)
    with pytest.raises(CommandError, match="Somebody undid this import while it was running"):
        run(tmp_path, "--course", course.slug)
    assert not Lesson.objects.exists()


def test_two_attempts_at_the_same_time_remember_what_either_changed(teaching, course, monkeypatch):
    shown = plan(teaching, "one")
    import_upload, attempts = jobs.import_upload, []

    def attempt(*arguments, **options):
        attempts.append((arguments, options))
        return import_upload(*arguments, **options)

    def other_attempt():
        [(arguments, options)] = attempts
        with pytest.raises(BrokenOffError):
            import_upload(*arguments, **options | {"begun": broken_off_after_two, "saving": nullcontext})

    monkeypatch.setattr(jobs, "import_upload", attempt)
    at_second_call(monkeypatch, Progress, "report_begun", other_attempt)
    assert "3 added" in words(confirm(teaching, shown))
    assert [each["page"] for each in UndoableImport.objects.get().changes] == [1, 2, 3]
    undo_it()
    assert not Lesson.objects.exists()


def broken_off_after_two(done, _total=0):
    if done == 2:
        raise BrokenOffError

"""Prints are kept by content: nothing is printed twice, and the same is always the same."""

import io
import os
from dataclasses import replace

import pikepdf
import pytest
from django.utils import translation
from django.utils.translation import override

from apps.formats.progress import no_progress
from apps.printing import make_print
from apps.printing.engine.printer import Printer
from apps.printing.engine.workers import worker_pool
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.layout import in_groups
from apps.printing.make_print import Print
from apps.printing.print_cache import PrintResult, cached_result
from apps.printing.request.options import PrintOptions
from apps.printing.scratch_cache import trim, write_cached
from apps.printing.tests.support.selections import all_flashcards
from apps.web.storage import names_below, scratch_files


class InSmallGroups(OnePerPage):
    """Cards one by one."""

    imposition = None

    def groups(self):
        return in_groups(self.sheets(), 1, 10_000)


@pytest.fixture
def layout(deck):
    return InSmallGroups(all_flashcards(deck), PrintOptions(attach=False))


@pytest.fixture
def laid_out(monkeypatch):
    """Collect the groups that are laid out, by the number of their first card."""
    found = []
    laid = Printer._printed

    def noted(self, group, pages):
        found.append(group[0].position.partition(" · ")[0])
        return laid(self, group, pages)

    monkeypatch.setattr(Printer, "_printed", noted)
    return found


def printed(layout, progress=no_progress):
    target = io.BytesIO()
    made = make_print.print_to_file(layout, target, progress)
    return made, target.getvalue()


def test_a_print_in_another_language_is_another(layout, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    with translation.override("de"):
        german = Print(layout).key
    assert Print(layout).key != german


def test_an_edited_card_is_rendered_again_and_no_other(layout, deck, laid_out, paper):
    printed(layout)
    assert sorted(laid_out) == ["1 of 3", "2 of 3", "3 of 3"]
    card = layout.selection.cards[1]
    deck.flashcards().filter(pk=card).update(back="<p>Something new.</p>")
    del laid_out[:]
    _, content = printed(layout)
    assert laid_out == ["2 of 3"]
    assert "Something new." in paper(content).pages[1]


def test_an_unchanged_deck_is_not_printed_again(layout, laid_out):
    first = printed(layout)
    del laid_out[:]
    assert printed(layout) == first
    assert laid_out == []


def test_a_large_print_begins_its_processes_at_once_and_the_next_one_has_them(layout, no_spare, monkeypatch):
    started = []

    class Noted(worker_pool.WorkerProcess):
        def __init__(self):
            super().__init__()
            started.append(self.process)

    monkeypatch.setattr(worker_pool, "WorkerProcess", Noted)
    monkeypatch.setattr(make_print, "MANY_CARDS", 1)
    first = printed(layout)
    assert printed(layout) == first
    assert len(started) == 2
    worker_pool.IDLE_WORKERS.clear()
    assert None not in [process.poll() for process in started]


def test_the_same_cards_give_the_same_bytes(layout):
    _, first = printed(layout)
    for name in names_below(scratch_files(), ""):
        scratch_files().delete(name)
    assert printed(layout)[1] == first
    with pikepdf.open(io.BytesIO(first)) as document:
        assert "/CreationDate" not in document.docinfo


@pytest.mark.slow
def test_progress_is_reported_after_every_group(layout):
    reports = []
    printed(layout, lambda done, total: reports.append((done, total)))
    assert {(1, 3), (2, 3), (3, 3)} <= set(reports)


class Cancelled(Exception):
    pass


def test_a_print_that_is_cancelled_leaves_nothing_behind(layout, monkeypatch):
    printers = []
    original = Printer.print
    monkeypatch.setattr(Printer, "print", lambda self, groups: printers.append(self) or original(self, groups))
    target = io.BytesIO()

    def cancel(_done, _total):
        processes.extend(printers[0].pool._all)
        raise Cancelled

    processes = []
    with pytest.raises(Cancelled):
        make_print.print_to_file(layout, target, cancel)
    assert target.getvalue() == b""
    assert processes
    worker_pool.IDLE_WORKERS.clear()
    assert all(child.process.poll() is not None and not child.folder._finalizer.alive for child in processes)


def test_cards_that_failed_are_named(layout, monkeypatch, paper, capfd):
    sheets = list(layout.sheets())
    sheets[1] = replace(sheets[1], back='<div style="width: 400mm; text-align: right">far out</div>')
    monkeypatch.setattr(layout, "sheets", lambda: iter(sheets))
    made, content = printed(layout)
    assert made == PrintResult(3, ("Question 2?",), 1)
    assert "This card could not be printed." in paper(content).pages[1]
    assert cached_result(Print(layout).key) == made
    capfd.readouterr()


def test_pages_are_imposed_before_files_are_attached(layout, monkeypatch):
    asked = []

    def imposition(document, pages):
        asked.append((len(document.pages), pages))
        document.pages[0].mediabox = [0, 0, 500, 500]

    monkeypatch.setattr(InSmallGroups, "imposition", staticmethod(imposition))
    layout.options = PrintOptions()
    _, content = printed(layout)
    assert asked == [(3, [1, 1, 1])]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert list(document.pages[0].mediabox) == [0, 0, 500, 500]
        assert "ditcards.json" in document.attachments
        assert len(document.Root.StructTreeRoot.K[0].K) == 3


def test_a_print_that_lacks_a_sheet_is_cached_for_ten_minutes(layout, monkeypatch, clock, capfd):
    sheets = list(layout.sheets())
    sheets[1] = replace(sheets[1], back='<div style="width: 400mm; text-align: right">far out</div>')
    monkeypatch.setattr(layout, "sheets", lambda: iter(sheets))
    printed(layout)
    assert Print(layout).cached()
    clock.shift(601)
    assert Print(layout).cached() is None
    capfd.readouterr()


def test_whoever_prints_in_another_language_gets_another_print(layout):
    in_english = Print(layout).key
    with override("de"):
        assert Print(layout).key != in_english


def test_a_print_whose_file_was_removed_is_made_again(layout, laid_out):
    first = printed(layout)
    (name,) = (name for name in names_below(scratch_files(), "prints") if name.endswith(".pdf"))
    scratch_files().delete(name)
    assert printed(layout) == first


def test_the_oldest_files_go_first_where_there_are_too_many():
    for number in range(5):
        write_cached(f"prints/{number}", b"12345")
        os.utime(scratch_files().path(f"prints/{number}"), (number, number))
    trim("prints", "1", max_files=3, max_bytes=1_000)
    assert len(list(names_below(scratch_files(), "prints"))) == 5  # this key trims nothing
    trim("prints", "0", max_files=3, max_bytes=1_000)
    assert sorted(names_below(scratch_files(), "prints")) == ["prints/2", "prints/3", "prints/4"]
    trim("prints", "0", max_files=3, max_bytes=12)
    assert sorted(names_below(scratch_files(), "prints")) == ["prints/3", "prints/4"]

"""Prints are kept by content: nothing is printed twice, and the same is always the same."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.core.cache import caches
from django.utils import translation

from apps.printing import print_cache
from apps.printing.engine import worker_pool
from apps.printing.engine.printer import Printer
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.layout import grouped
from apps.printing.request.options import PrintOptions
from apps.printing.request.selection import all_flashcards


class InSmallGroups(OnePerPage):
    """Cards one by one."""

    imposition = None

    def groups(self):
        return grouped(self.sheets(), 1, 10_000)


@pytest.fixture
def layout(deck):
    return InSmallGroups(all_flashcards(deck), PrintOptions(attach=False))


@pytest.fixture
def laid_out(monkeypatch):
    """Collect the groups that are laid out, by the number of their first card."""
    found = []
    laid = Printer._printed

    def noted(self, group, pages):
        found.append(group[0].place.partition(" · ")[0])
        return laid(self, group, pages)

    monkeypatch.setattr(Printer, "_printed", noted)
    return found


def printed(layout, say=print_cache.no_progress):
    target = io.BytesIO()
    made = print_cache.write(layout, target, say)
    return made, target.getvalue()


def test_a_print_in_another_language_is_another(layout, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    with translation.override("de"):
        german = print_cache.print_of(layout).key
    assert print_cache.print_of(layout).key != german


def test_an_edited_card_is_printed_anew_and_no_other(layout, deck, laid_out, paper):
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

    class Noted(worker_pool.Worker):
        def __init__(self):
            super().__init__()
            started.append(self.process)

    monkeypatch.setattr(worker_pool, "Child", Noted)
    monkeypatch.setattr(print_cache, "MANY", 1)
    first = printed(layout)
    assert printed(layout) == first
    assert len(started) == 2
    worker_pool.SPARE.clear()
    assert None not in [process.poll() for process in started]


def test_the_same_cards_give_the_same_bytes(layout):
    _, first = printed(layout)
    for name in ("prints", "pieces"):
        caches[name].clear()
    assert printed(layout)[1] == first
    with pikepdf.open(io.BytesIO(first)) as document:
        assert "/CreationDate" not in document.docinfo


@pytest.mark.slow
def test_how_far_it_is_is_told_after_every_group(layout):
    said = []
    printed(layout, lambda done, total: said.append((done, total)))
    assert {(1, 3), (2, 3), (3, 3)} <= set(said)


class Cancelled(Exception):
    pass


def test_a_print_that_is_cancelled_leaves_nothing_behind(layout, monkeypatch):
    printers = []
    begun = Printer.print
    monkeypatch.setattr(Printer, "print", lambda self, groups: printers.append(self) or begun(self, groups))
    target = io.BytesIO()

    def cancel(_done, _total):
        processes.extend(printers[0].children._all)
        raise Cancelled

    processes = []
    with pytest.raises(Cancelled):
        print_cache.write(layout, target, cancel)
    assert target.getvalue() == b""
    assert processes
    worker_pool.SPARE.clear()
    assert all(child.process.poll() is not None and not child.folder._finalizer.alive for child in processes)


def test_what_was_left_out_is_told_by_name(layout, monkeypatch, paper, capfd):
    sheets = list(layout.sheets())
    sheets[1] = replace(sheets[1], back='<div style="width: 400mm; text-align: right">far out</div>')
    monkeypatch.setattr(layout, "sheets", lambda: iter(sheets))
    made, content = printed(layout)
    assert made == print_cache.Made(3, ["Question 2?"], 1)
    assert "This card could not be printed." in paper(content).pages[1]
    assert print_cache.print_of(layout).made() == made
    capfd.readouterr()


def test_pages_are_imposed_before_files_are_attached(layout):
    asked = []

    def imposition(document, pages):
        asked.append((len(document.pages), pages))
        document.pages[0].mediabox = [0, 0, 500, 500]

    layout.imposition = imposition
    layout.options = PrintOptions()
    _, content = printed(layout)
    assert asked == [(3, [1, 1, 1])]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert list(document.pages[0].mediabox) == [0, 0, 500, 500]
        assert "ditcards.json" in document.attachments
        assert len(document.Root.StructTreeRoot.K[0].K) == 3

"""Prints are cached in a folder of the test, and a warning of WeasyPrint is a failure."""

import io
import logging

import pikepdf
import pypdfium2
import pytest

from apps.cards.rendering.markdown import render
from apps.cards.tests.support.factory import make_deck, make_note
from apps.lessons.models import Lesson
from apps.printing.assembly.merge import merge
from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.engine import weasyprint_door
from apps.printing.engine.worker_pool import IDLE_WORKERS
from apps.printing.layouts.flashcards import CardSheet


class Paper:
    """A PDF as a reader sees it."""

    def __init__(self, content):
        self.document = pypdfium2.PdfDocument(content)
        self.pages = [_words(page.get_textpage().get_text_range()) for page in self.document]
        self.bookmarks = [(item.get_title(), item.get_dest().get_index()) for item in self.document.get_toc()]
        self.content = content
        self.objects = pikepdf.open(io.BytesIO(content))
        self.root = self.objects.Root

    @property
    def text(self):
        return " ".join(self.pages)


@pytest.fixture(autouse=True)
def _caches_of_this_test(settings, request, tmp_path, tmp_path_factory):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.nodeid}
    settings.CACHES = {**settings.CACHES, "default": memory}
    folders = {"media": tmp_path / "media", "scratch": tmp_path_factory.mktemp("scratch")}
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": "apps.web.storage.FolderStorage", "OPTIONS": {"location": folder}}
        for name, folder in folders.items()
    }


@pytest.fixture(autouse=True)
def _no_warnings(caplog):
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture(scope="session", autouse=True)
def _prepared():
    """Lay out in this process as the processes that print do."""
    weasyprint_door.prepare()


@pytest.fixture
def paper():
    return Paper


@pytest.fixture
def sheet():
    """Make a sheet from Markdown."""

    def make(front, back="Answer.", position="1 of 1"):
        question, answer = render(front).html, render(back).html
        return CardSheet(question, answer, "Question", "Diffusion", "CC BY 4.0", position)

    return make


@pytest.fixture
def printed(sheet):
    """Lay out cards, each a pair of Markdown, in this process."""

    def lay_out(*cards):
        sheets = [sheet(*card).html() for card in cards]
        return Paper(weasyprint_door.render(weasyprint_door.Booklet("Diffusion", "en", "", sheets=sheets)).pdf)

    return lay_out


@pytest.fixture
def printed_sheets():
    """Lay out sheets of cards in this process."""

    def lay_out(sheets):
        return Paper(
            weasyprint_door.render(
                weasyprint_door.Booklet("Diffusion", "en", "", sheets=[sheet.html() for sheet in sheets])
            ).pdf
        )

    return lay_out


@pytest.fixture
def on_paper():
    """Print a whole layout in this process."""

    def lay_out(layout):
        laid = [
            weasyprint_door.render(
                weasyprint_door.Booklet(**vars(layout.about), sheets=[sheet.html() for sheet in group])
            )
            for group in layout.groups()
        ]
        merged = io.BytesIO()
        merge([RenderedGroup(booklet.pdf, booklet.pages) for booklet in laid], merged)
        document = pikepdf.open(merged)
        if layout.imposition:
            layout.imposition(document, [count for piece in laid for count in piece.pages])
        imposed = io.BytesIO()
        del document.trailer.ID
        document.save(imposed, deterministic_id=True)
        return Paper(imposed.getvalue())

    return lay_out


@pytest.fixture
def lesson(course):
    """Two questions, an exercise with labels, an open one of named parts, a task, a flashcard."""
    deck = make_deck(
        course, "backbones", licence="CC BY 4.0", attribution="Ada", source_url="https://example.org/backbones/"
    )
    add_section(
        deck, "self_check", "Self-check", [("What is *noise*?", "What is taken away."), ("A patch?", "A square.")]
    )
    labelled = add_section(deck, "exercise", "U-Net or DiT?", introduction="Decide for each.", closing="Scale decides.")
    labelled.labels = ["U-Net", "DiT"]
    labelled.save(update_fields=["labels"])
    for front, label, back in [("One GPU.", "U-Net", "Cheaper steps."), ("A big cluster.", "DiT", "It pays off.")]:
        make_note(deck, front, back, section=labelled, kind="choice", label=label)
    parts = [
        ("**Part A.** How many patches?", "Four."),
    ]
    add_section(
        deck, "exercise", "Count the work", parts, introduction="Take a picture of 16 pixels.", numbering="named"
    )
    add_section(deck, "exercise", "Plan a model", [("Write a plan.", "One good plan.")], numbering="whole")
    add_section(deck, "flashcards", "Flashcards", [("What is a token?", "A vector.")])
    return Lesson.objects.create(
        course=course, deck=deck, slug="backbones", title="Backbones", introduction="Work **alone** first."
    )


def add_section(deck, kind, title, notes=(), **texts):
    """Add a section of basic notes, pairs of front and back, to the end of the deck."""
    section = deck.sections.create(kind=kind, title=title, position=deck.sections.count(), **texts)
    for front, back in notes:
        make_note(deck, front, back, section=section)
    return section


@pytest.fixture
def add_note(deck):
    """Add a basic note to the deck."""

    def add(front, back="Answer."):
        return make_note(deck, front, back)

    return add


@pytest.fixture
def no_spare():
    """Let a print start a process, as the environment is now, and leave none to the next one."""
    IDLE_WORKERS.clear()
    yield
    IDLE_WORKERS.clear()


@pytest.fixture
def pango_missing(monkeypatch, tmp_path_factory, no_spare):
    """Let the process that prints find a WeasyPrint that finds no Pango."""
    folder = tmp_path_factory.mktemp("without_pango")
    (folder / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.setenv("PYTHONPATH", str(folder))


def _words(text):
    return " ".join(text.replace("\ufffe", "").split())

"""Prints are kept in memory, and a warning of WeasyPrint is a failure."""

import io
import logging

import pikepdf
import pypdfium2
import pytest

from apps.cards.models import Note
from apps.cards.rendering import render
from apps.cards.services import save_note
from apps.printing import pdf
from apps.printing.layouts import Sheet


class Paper:
    """A PDF as a reader sees it."""

    def __init__(self, content):
        self.document = pypdfium2.PdfDocument(content)
        self.pages = [_words(page.get_textpage().get_text_range()) for page in self.document]
        self.bookmarks = [(item.get_title(), item.get_dest().get_index()) for item in self.document.get_toc()]
        self.objects = pikepdf.open(io.BytesIO(content))
        self.root = self.objects.Root

    @property
    def text(self):
        return " ".join(self.pages)


@pytest.fixture(autouse=True)
def _caches_of_this_test(settings, request):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {name: {**memory, "LOCATION": f"{request.node.nodeid} {name}"} for name in ("default", "prints")}


@pytest.fixture(autouse=True)
def _no_warnings(caplog):
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture
def paper():
    return Paper


@pytest.fixture
def sheet():
    """Make a sheet from Markdown."""

    def make(front, back="Answer.", place="1 of 1"):
        question, answer = render(front).html, render(back).html
        return Sheet(question, answer, "Question", "Diffusion", "CC BY 4.0", place)

    return make


@pytest.fixture
def printed(sheet):
    """Lay out cards, each a pair of Markdown, in this process."""

    def lay_out(*cards):
        sheets = [sheet(*card).html() for card in cards]
        return Paper(pdf.render(pdf.Booklet("Diffusion", "en", "", sheets)))

    return lay_out


@pytest.fixture
def add_note(deck):
    """Add a basic note to the deck."""

    def add(front, back="Answer."):
        return save_note(Note(deck=deck, front=front, back=back))

    return add


@pytest.fixture
def pango_missing(monkeypatch, tmp_path_factory):
    """Let the process that prints find a WeasyPrint that finds no Pango."""
    folder = tmp_path_factory.mktemp("without_pango")
    (folder / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.setenv("PYTHONPATH", str(folder))


def _words(text):
    return " ".join(text.replace("\ufffe", "").split())

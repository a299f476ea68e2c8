"""Prints are cached in a folder of the test, and a warning of WeasyPrint is a failure."""

import io
import logging

import pikepdf
import pypdfium2
import pytest

from apps.printing.engine import weasyprint_door
from apps.printing.engine.workers.worker_pool import IDLE_WORKERS


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

"""Finished prints, kept by their content: whoever asks for the same again gets the same file at once."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from django.core.cache import caches
from django.template.loader import get_template

from apps.printing import flashcards, worksheets
from apps.printing.layouts import Layout, Sheet
from apps.printing.merging import merge
from apps.printing.pdf import STYLE_SHEETS, About
from apps.printing.printer import Printer

SECONDS = 100  # a request may wait so long; below the time after which the server ends a worker
INCOMPLETE_KEPT = 600  # seconds for which a print with something left out is kept


Say = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """What a print holds: how many pages, and the names of what could not be printed."""

    pages: int
    refused: list[str]


@dataclass(frozen=True)
class Print:
    """One PDF, ready to be printed."""

    about: About
    groups: list[list[Sheet]]

    @cached_property
    def key(self) -> str:
        """Return a name for exactly this content in exactly this layout."""
        content = [asdict(self.about), *([asdict(sheet) for sheet in group] for group in self.groups), _layout()]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def kept(self) -> bytes | None:
        """Return the PDF if it was made before."""
        pdf: bytes | None = caches["prints"].get(self.key)
        return pdf

    def make(self) -> bytes:
        """Print, keep and return the PDF; raises PangoMissing or PrintFailed."""
        printer, pdf = Printer(self.about, SECONDS), io.BytesIO()
        merge(printer.print(self.groups), pdf)
        if printer.refused:
            caches["prints"].set(self.key, pdf.getvalue(), INCOMPLETE_KEPT)
        else:
            caches["prints"].set(self.key, pdf.getvalue())
        return pdf.getvalue()


def print_of(layout: Layout) -> Print:
    """Return what the layout puts on paper, to be printed."""
    return Print(layout.about, list(layout.groups()))


def write(layout: Layout, target: BinaryIO, say: Say = lambda _done, _total: None) -> Made:
    """Print into a file, however much; `say` hears how many sheets are begun, of how many, and may raise."""
    printer = Printer(layout.about)
    pages = merge(printer.print(_counted(layout, say)), target)
    return Made(pages, [f"a {layout.thing}"] * printer.refused)


def keep(key: str, pdf: bytes, made: Made) -> None:
    """Keep a print that was written; one with something left out not for long."""
    caches["prints"].set(key, pdf, INCOMPLETE_KEPT) if made.refused else caches["prints"].set(key, pdf)


def _counted(layout: Layout, say: Say) -> Iterator[list[Sheet]]:
    done = 0
    for group in layout.groups():
        say(done, layout.count)
        yield group
        done += len(group)


def _origin(template: str) -> str:
    """Return the file that a template is read from."""
    found: Any = get_template(template)
    return str(found.origin.name)


@cache
def _layout() -> str:
    """Return a name for the code and styles that decide how a print looks."""
    templates = [Path(_origin(name)) for name in (flashcards.TEMPLATE, worksheets.TEMPLATE)]
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *STYLE_SHEETS, *templates]):
        digest.update(path.read_bytes())
    return digest.hexdigest()

"""Finished prints, kept by their content: whoever asks for the same again gets the same file at once."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
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
    """What became of a print."""

    pages: int
    refused: list[str] = field(default_factory=list)  # the names of the first sheets that were left out
    left_out: int = 0  # how many there are of them


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
    """Print into a file, however much, and keep it; `say` hears how much is begun, and may raise."""
    printer, pdf = Printer(layout.about), io.BytesIO()
    pages = merge(printer.print(_counted(layout, say)), pdf)
    caches["prints"].set(print_of(layout).key, pdf.getvalue(), INCOMPLETE_KEPT if printer.refused else DEFAULT_TIMEOUT)
    target.write(pdf.getvalue())
    return Made(pages, [f"a {layout.thing}"] * printer.refused, printer.refused)


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

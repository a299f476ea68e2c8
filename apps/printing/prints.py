"""Finished prints, kept by their content: whoever asks for the same cards again gets the same file at once."""

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from django.core.cache import caches
from django.template.loader import get_template

from apps.cards.models import Deck
from apps.printing import layouts
from apps.printing.layouts import Part, Sheet
from apps.printing.merging import merge
from apps.printing.pdf import STYLE_SHEETS, About
from apps.printing.printer import Printer

SECONDS = 100  # a request may wait so long; below the time after which the server ends a worker
INCOMPLETE_KEPT = 600  # seconds for which a print with a card left out is kept


@dataclass(frozen=True)
class Print:
    """One part of a deck, ready to be printed."""

    about: About
    sheets: list[Sheet]

    @cached_property
    def key(self) -> str:
        """Return a name for exactly this content in exactly this layout."""
        content = [asdict(self.about), *map(asdict, self.sheets), _layout()]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def kept(self) -> bytes | None:
        """Return the PDF if it was made before."""
        pdf: bytes | None = caches["prints"].get(self.key)
        return pdf

    def make(self) -> bytes:
        """Print, keep and return the PDF; raises PangoMissing or PrintFailed."""
        printer, pdf = Printer(self.about, SECONDS), io.BytesIO()
        merge(printer.print(layouts.groups(self.sheets)), pdf)
        if printer.refused:
            caches["prints"].set(self.key, pdf.getvalue(), INCOMPLETE_KEPT)
        else:
            caches["prints"].set(self.key, pdf.getvalue())
        return pdf.getvalue()


def print_of(deck: Deck, part: Part, total: int) -> Print:
    """Return the part of a deck that has `total` cards, to be printed."""
    return Print(layouts.about(deck), layouts.sheets_of(deck, part, total))


def write(deck: Deck, parts: list[Part], total: int, target: BinaryIO) -> tuple[int, int]:
    """Print parts of a deck into a file, however many; return the numbers of pages and of cards left out."""
    printer = Printer(layouts.about(deck))
    groups = (group for part in parts for group in layouts.groups(layouts.sheets_of(deck, part, total)))
    return merge(printer.print(groups), target), printer.refused


def _origin(template: str) -> str:
    """Return the file that a template is read from."""
    found: Any = get_template(template)
    return str(found.origin.name)


@cache
def _layout() -> str:
    """Return a name for the code and styles that decide how a print looks."""
    ours = [*Path(__file__).parent.glob("*.py"), *STYLE_SHEETS, Path(_origin(layouts.TEMPLATE))]
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in sorted(ours):
        digest.update(path.read_bytes())
    return digest.hexdigest()

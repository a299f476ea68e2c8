"""The PDF is the deck: what goes with the pages, so that an import of the PDF gives the deck back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from apps.cards.models import Deck
from apps.exchange.downloads import FORMATS
from apps.printing.layouts import Layout
from apps.printing.merging import Attachment

PACKAGE = FORMATS["apkg"]


@dataclass(frozen=True)
class Part:
    """The notes of one deck that are printed, as JSON; `notes` are their keys."""

    deck: Deck
    notes: frozenset[int]
    json: bytes


@dataclass(frozen=True)
class Carried:
    """What goes with the pages of a print, and a name for exactly that."""

    parts: list[Part] = field(default_factory=list)
    key: str = ""

    @contextmanager
    def files(self) -> Iterator[list[Attachment]]:
        """Give the files: of each deck our own JSON first, then the package for Anki."""
        with tempfile.TemporaryDirectory() as _:
            yield []


def carried_by(layout: Layout) -> Carried:
    """Return what goes with a print: nothing with a worksheet, which must not tell its answers."""
    return Carried()

"""The PDF is the deck: what goes with the pages, so that an import of the PDF gives the deck back.

Nothing goes with a worksheet or its key: the one must not tell its answers, and both belong to a lesson's page.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import batched
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.db.models import Max

from apps.cards.models import Card, Deck, DeckMedia, Note
from apps.exchange import apkg_export, exporting
from apps.formats import ditcards_json, pdf
from apps.formats.anki.writer import package_writer
from apps.printing.assembly.merge import Attachment
from apps.printing.engine.group_cache import name_of
from apps.printing.engine.worker_pool import PrintFailed
from apps.printing.layouts.layout import Layout
from apps.printing.request.selection import Selection

BATCH_SIZE = 500
JSON, PACKAGE = "application/json", "application/octet-stream"
OF_JSON = "The deck as data: import this PDF to have its cards."
OF_PACKAGE = "The deck as a package for Anki."


@dataclass(frozen=True)
class AttachedDeck:
    """The notes of one deck of which cards are printed, and our own JSON of them."""

    deck: Deck
    notes: frozenset[int]
    json: bytes

    def stamp(self) -> list[object]:
        """Return what the package depends on beyond the JSON: its files, and when the notes were changed."""
        media = DeckMedia.objects.filter(deck=self.deck).order_by("name").values_list("name", "media__sha256")
        changed = Note.history.filter(deck_id=self.deck.pk).aggregate(Max("history_date"))
        return [self.deck.pk, self.json.decode(), list(media), str(changed)]

    def write_package(self, file: BinaryIO) -> None:
        """Write the notes as a package for Anki. Raises PrintFailed for a picture that is missing."""
        try:
            package_writer.write(apkg_export.package_of(self.deck, notes=self.notes), file)
        except apkg_export.MissingPicture as problem:
            raise PrintFailed(str(problem)) from problem


@dataclass(frozen=True)
class Attachments:
    """What goes with the pages of a print, and a name for exactly that."""

    parts: list[AttachedDeck] = field(default_factory=list)
    key: str = ""

    @contextmanager
    def files(self) -> Iterator[list[Attachment]]:
        """Give the files: of each deck our own JSON, and the package for Anki."""
        with ExitStack() as opened:
            yield [each for number, part in enumerate(self.parts) for each in _files(part, number, opened)]


def carried_by(layout: Layout) -> Attachments:
    """Return what goes with a print: the notes of its cards, if that is wanted."""
    selection, options = getattr(layout, "selection", None), getattr(layout, "options", None)
    if selection is None or options is None or not options.attach:
        return Attachments()
    parts = list(_parts(selection))
    return Attachments(parts, name_of([part.stamp() for part in parts]))


def _parts(selection: Selection) -> Iterator[AttachedDeck]:
    notes: dict[int, set[int]] = defaultdict(set)
    for keys in batched(selection.cards, BATCH_SIZE):
        for deck_pk, note in Card.objects.filter(pk__in=keys).values_list("note__deck", "note"):
            notes[deck_pk].add(note)
    for deck in selection.decks:
        chosen = frozenset(notes[deck.pk])
        if chosen:
            yield AttachedDeck(deck, chosen, ditcards_json.write(exporting.deck_of(deck, notes=chosen)))


def _files(part: AttachedDeck, number: int, opened: ExitStack) -> Iterator[Attachment]:
    data, package = (cast(BinaryIO, opened.enter_context(TemporaryFile())) for _ in range(2))  # noqa: SIM115 - the stack closes them
    data.write(zlib.compress(part.json))
    part.write_package(package)
    yield _attachment(pdf.name_of(number), OF_JSON, JSON, "Source", data, len(part.json))
    yield _attachment(pdf.package_name_of(part.deck.slug), OF_PACKAGE, PACKAGE, "Data", package)


def _attachment(
    name: str, about: str, content_type: str, relationship: str, file: BinaryIO, unpacked: int | None = None
) -> Attachment:
    """Return what was written into the file as an attachment; it is compressed where it is so long `unpacked`."""
    size = file.tell()
    file.seek(0)
    return Attachment(name, about, content_type, relationship, file, size, unpacked)

"""Attaches the deck to the pages, so that importing the PDF gives the deck back.

Nothing is attached to a worksheet or its key: the one must not give its answers away, and both belong to a lesson.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import batched
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.db.models import Max
from django.utils.translation import gettext as _

from apps.cards.models import Card, Deck, DeckMedia, Note
from apps.exchange import apkg_export, exporting
from apps.exchange.media_export import MissingPicture
from apps.formats import ditcards_json, pdf
from apps.formats.anki.writer import package_writer
from apps.formats.own_files import own_name
from apps.printing.assembly.embedded_files import EmbeddedFile
from apps.printing.layouts.layout import Layout
from apps.printing.request.selection import Selection
from apps.printing.scratch_cache import content_key

BATCH_SIZE = 500
FILES_PER_DECK = 2  # our own JSON, and the package for Anki
JSON_TYPE, PACKAGE_TYPE = "application/json", "application/octet-stream"


@dataclass(frozen=True)
class AttachedDeck:
    """The notes of one deck of which cards are printed, and our own JSON of them."""

    deck: Deck
    notes: frozenset[int]
    json: bytes

    def fingerprint(self) -> list[object]:
        """Return what the package depends on beyond the JSON: its media, and when the notes were changed."""
        media = DeckMedia.objects.filter(deck=self.deck).order_by("name").values_list("name", "media__sha256")
        changed = Note.history.filter(deck_id=self.deck.pk).aggregate(Max("history_date"))
        return [self.deck.pk, self.json.decode(), list(media), str(changed)]

    def write_package(self, file: BinaryIO) -> None:
        """Write the notes as a package for Anki. Raises MissingPicture."""
        package_writer.write(apkg_export.package_of(self.deck, notes=self.notes), file)


@dataclass(frozen=True)
class Attachments:
    """What is attached to a print, and a name for exactly that."""

    decks: list[AttachedDeck] = field(default_factory=list)
    key: str = ""

    @property
    def max_files(self) -> int:
        """Return how many files there are where no picture or sound is missing."""
        return FILES_PER_DECK * len(self.decks)

    @contextmanager
    def files(self) -> Iterator[list[EmbeddedFile]]:
        """Give the files: of each deck our own JSON, and the package for Anki."""
        with ExitStack() as stack:
            yield [file for number, deck in enumerate(self.decks) for file in _files(deck, number, stack)]


def attachments_of(layout: Layout) -> Attachments:
    """Return what is attached to a print: the notes of its cards, if the options include them."""
    if layout.attached is None:
        return Attachments()
    decks = list(_attached_decks(layout.attached))
    return Attachments(decks, content_key([deck.fingerprint() for deck in decks]))


def _attached_decks(selection: Selection) -> Iterator[AttachedDeck]:
    notes: dict[int, set[int]] = defaultdict(set)
    for keys in batched(selection.cards, BATCH_SIZE):
        for deck_pk, note in Card.objects.filter(pk__in=keys).values_list("note__deck", "note"):
            notes[deck_pk].add(note)
    for deck in selection.decks:
        included = frozenset(notes[deck.pk])
        if included:
            yield AttachedDeck(deck, included, ditcards_json.write(exporting.deck_of(deck, notes=included)))


def _files(deck: AttachedDeck, number: int, stack: ExitStack) -> Iterator[EmbeddedFile]:
    data, package = (cast(BinaryIO, stack.enter_context(TemporaryFile())) for _number in range(2))  # noqa: SIM115 - the stack closes them
    data.write(zlib.compress(deck.json))
    yield EmbeddedFile(
        own_name(number),
        _("The deck as data: import this PDF to get its cards."),
        JSON_TYPE,
        "Source",
        *_rewound(data),
        unpacked_size=len(deck.json),
    )
    name = pdf.package_name(deck.deck.slug)
    with suppress(MissingPicture):  # the card shows it, and so does the summary; a package would hide it
        deck.write_package(package)
        yield EmbeddedFile(name, _("The deck as a package for Anki."), PACKAGE_TYPE, "Data", *_rewound(package))


def _rewound(file: BinaryIO) -> tuple[BinaryIO, int]:
    """Return a file that was just written, ready to be read, and its size."""
    size = file.tell()
    file.seek(0)
    return file, size

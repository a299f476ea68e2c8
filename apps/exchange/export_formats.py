"""The formats in which a deck goes out, and the file that each makes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import exporting
from apps.exchange.apkg_export import package_of
from apps.formats import ditcards_json
from apps.formats.anki import text_writer
from apps.formats.anki.writer import package_writer
from apps.formats.markdown import markdown_writer
from apps.formats.progress import ProgressCallback, first_half, no_progress, second_half
from apps.formats.records import DeckRecord as Record
from apps.formats.tables import csv_writer

type Writer = Callable[[Deck, BinaryIO, User | None, ProgressCallback], None]


@dataclass(frozen=True)
class Format:
    """A format by its name in addresses, what a person reads of it, and how a file in it ends."""

    name: str
    title: str
    about: str
    suffix: str
    content_type: str
    writer: Writer

    def write(
        self, deck: Deck, file: BinaryIO, learner: User | None = None, say: ProgressCallback = no_progress
    ) -> None:
        """Write the deck into a file, with the learner's schedules where the format has them; raises what `say` does.

        The same deck gives the same bytes.
        """
        self.writer(deck, file, learner, say)

    def file_name(self, deck: Deck) -> str:
        """Return how the file of a deck is called."""
        return f"{deck.slug}{self.suffix}"


def _of_records(write: Callable[[Record], bytes]) -> Writer:
    def written(deck: Deck, file: BinaryIO, _learner: User | None, say: ProgressCallback) -> None:
        file.write(write(exporting.deck_of(deck, say)))

    return written


def _slowly(write: Callable[[Record, ProgressCallback], bytes]) -> Writer:
    def written(deck: Deck, file: BinaryIO, _learner: User | None, say: ProgressCallback) -> None:
        file.write(write(exporting.deck_of(deck, first_half(say)), second_half(say)))

    return written


def _package(deck: Deck, file: BinaryIO, learner: User | None, say: ProgressCallback) -> None:
    package_writer.write(package_of(deck, learner, say), file)


FORMATS = {
    each.name: each
    for each in (
        Format(
            "apkg",
            "Anki",
            "A package with pictures and sounds, which Anki imports and updates.",
            ".apkg",
            "application/octet-stream",
            _package,
        ),
        Format(
            "csv",
            "CSV",
            "A table for spreadsheets, with commas.",
            ".csv",
            "text/csv; charset=utf-8",
            _of_records(csv_writer.write_csv),
        ),
        Format(
            "tsv",
            "TSV",
            "A table with tabs, to be pasted anywhere.",
            ".tsv",
            "text/tab-separated-values; charset=utf-8",
            _of_records(csv_writer.write_tsv),
        ),
        Format(
            "md",
            "Markdown",
            "Questions and answers as text, for notes and for version control.",
            ".md",
            "text/markdown; charset=utf-8",
            _slowly(markdown_writer.write),
        ),
        Format(
            "txt",
            "Anki’s text form",
            "A text file with HTML in its fields, which Anki imports without pictures.",
            ".txt",
            "text/plain; charset=utf-8",
            _slowly(text_writer.write),
        ),
        Format(
            "json",
            "JSON",
            "Everything but its pictures and sounds, for programs and for a copy of your own.",
            ".json",
            "application/json",
            _of_records(ditcards_json.write),
        ),
    )
}

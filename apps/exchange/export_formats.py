"""The formats in which a deck, or what a search found, is exported, and the file that each makes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import exporting
from apps.exchange.apkg_export import package_of
from apps.exchange.found_notes import FoundNotes
from apps.exchange.media_export import media_of
from apps.formats import ditcards_json
from apps.formats.anki import text_writer
from apps.formats.anki.writer import package_writer
from apps.formats.markdown import markdown_writer
from apps.formats.progress import ProgressCallback, first_half, no_progress, second_half
from apps.formats.records import DeckRecord as Record
from apps.formats.tables.delimited_text import csv_writer
from apps.formats.zips import deck_zip

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type ExportSource = Deck | FoundNotes
type Writer = Callable[[ExportSource, BinaryIO, User | None, ProgressCallback], None]


@dataclass(frozen=True)
class Format:
    """A format by its name in URLs, its title and description for people, and its file name suffix."""

    name: str
    title: "str | _StrPromise"
    description: "str | _StrPromise"
    suffix: str
    content_type: str
    writer: Writer

    def write(
        self,
        source: ExportSource,
        file: BinaryIO,
        learner: User | None = None,
        progress: ProgressCallback = no_progress,
    ) -> None:
        """Write the deck or the notes into a file, with the learner's schedules where the format has them.

        The same notes give the same bytes. Raises MissingPicture, and what `progress` raises.
        """
        self.writer(source, file, learner, progress)

    @property
    def zipped(self) -> "Format | None":
        """Return the format whose zip also has the deck's pictures and sounds, if there is one."""
        return ZIPPED.get(self.name)

    def file_name(self, source: ExportSource) -> str:
        """Return the name of the file."""
        return f"{source.slug}{self.suffix}"


def _record(source: ExportSource, progress: ProgressCallback) -> Record:
    return source.record(progress) if isinstance(source, FoundNotes) else exporting.deck_of(source, progress)


def _writer_of(write_record: Callable[[Record], bytes]) -> Writer:
    def write(source: ExportSource, file: BinaryIO, _learner: User | None, progress: ProgressCallback) -> None:
        file.write(write_record(_record(source, progress)))

    return write


def _slow_writer_of(write_record: Callable[[Record, ProgressCallback], bytes]) -> Writer:
    """Return the writer of a format that takes as long as reading the deck does."""

    def write(source: ExportSource, file: BinaryIO, _learner: User | None, progress: ProgressCallback) -> None:
        file.write(write_record(_record(source, first_half(progress)), second_half(progress)))

    return write


def _write_package(source: ExportSource, file: BinaryIO, learner: User | None, progress: ProgressCallback) -> None:
    if isinstance(source, FoundNotes):
        package_writer.write(source.package(learner, progress), file)
    else:
        package_writer.write(package_of(source, learner, progress), file)


def _with_media(plain: Format) -> Format:
    """Return a format whose file is in a zip, with the pictures and sounds."""

    def write(source: ExportSource, file: BinaryIO, learner: User | None, progress: ProgressCallback) -> None:
        media, content = source.media() if isinstance(source, FoundNotes) else media_of(source), BytesIO()
        plain.write(source, content, learner, progress)
        deck_zip.write(plain.file_name(source), content.getvalue(), media, file)

    return replace(
        plain,
        name=f"{plain.name}-zip",
        title=format_lazy(_("{format} with pictures and sounds"), format=plain.title),
        suffix=f"{plain.suffix}.zip",
        content_type="application/zip",
        writer=write,
    )


PLAIN = {
    each.name: each
    for each in (
        Format(
            "apkg",
            "Anki",
            _("A package with pictures and sounds, which Anki imports and updates."),
            ".apkg",
            "application/octet-stream",
            _write_package,
        ),
        Format(
            "csv",
            "CSV",
            _("A table for spreadsheets, separated by commas."),
            ".csv",
            "text/csv; charset=utf-8",
            _writer_of(csv_writer.write_csv),
        ),
        Format(
            "tsv",
            "TSV",
            _("A table separated by tabs, for pasting anywhere."),
            ".tsv",
            "text/tab-separated-values; charset=utf-8",
            _writer_of(csv_writer.write_tsv),
        ),
        Format(
            "md",
            "Markdown",
            _("Questions and answers as text, for notes and version control."),
            ".md",
            "text/markdown; charset=utf-8",
            _slow_writer_of(markdown_writer.write),
        ),
        Format(
            "txt",
            _("Anki text"),
            _("A text file with HTML in its fields, which Anki imports without pictures."),
            ".txt",
            "text/plain; charset=utf-8",
            _slow_writer_of(text_writer.write),
        ),
        Format(
            "json",
            "JSON",
            _("Everything except pictures and sounds, for programs and for your own backup."),
            ".json",
            "application/json",
            _writer_of(ditcards_json.write),
        ),
    )
}
ZIPPED = {name: _with_media(PLAIN[name]) for name in ("csv", "tsv", "md", "json")}
FORMATS = PLAIN | {each.name: each for each in ZIPPED.values()}

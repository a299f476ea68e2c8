"""Writes the zip with everything that is somebody's, file by file; no more than one deck is in memory at a time."""

import json
from collections.abc import Iterable, Iterator
from itertools import batched, product
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import history
from apps.exchange.export_formats import PLAIN, Format
from apps.exchange.media_export import MissingPicture
from apps.formats.progress import ProgressCallback, part, with_progress
from apps.formats.zips.zip_writer import ZipWriter
from apps.operations.my_data.contents import MARK, TABLES, RowsFile

DECK_FORMATS = [PLAIN["apkg"], PLAIN["md"], PLAIN["json"]]
LINES = 1000  # written at a time
ROWS = 2000


def write_archive(user: User, file: BinaryIO, progress: ProgressCallback) -> None:
    """Write all that is the person's; raises what `progress` raises."""
    with ZipWriter(file) as archive:
        about = [
            *_histories(user, archive, progress),
            *_tables(user, archive, progress),
            *_decks(user, archive, progress),
        ]
        _add(archive, "README.txt", [f"{_('Everything that is yours.')}\n\n", *(f"{line}\n" for line in about)])


def _histories(user: User, archive: ZipWriter, progress: ProgressCallback) -> Iterator[str]:
    _add(archive, history.LINES, history.lines_of(user, progress))
    yield _about(
        history.LINES,
        _("Your preferences, what you study, and every schedule and answer, also of practice pages, one per line."),
    )


def _tables(user: User, archive: ZipWriter, progress: ProgressCallback) -> Iterator[str]:
    for table in TABLES:
        _add(archive, table.file, _lines(table, user, progress))
        yield _about(table.file, str(table.about))


def _decks(user: User, archive: ZipWriter, progress: ProgressCallback) -> Iterator[str]:
    decks = list(Deck.objects.filter(owner=user, deleted_at=None).order_by("pk"))
    files = list(product(decks, DECK_FORMATS))
    for number, (deck, format_) in enumerate(files):
        name = f"decks/{format_.file_name(deck)}"
        yield _about(name, _deck(user, archive, name, deck, format_, part(progress, number, len(files))))


def _deck(user: User, archive: ZipWriter, name: str, deck: Deck, format_: Format, progress: ProgressCallback) -> str:
    """Add a deck in a format; return what its file is, or why it is missing."""
    with TemporaryFile() as file:
        try:
            format_.write(deck, cast(BinaryIO, file), user, progress)
        except MissingPicture as problem:
            return _("Missing: %(problem)s") % {"problem": problem}
        file.seek(0)
        archive.add(name, cast(BinaryIO, file))
    return f"{deck.title}: {format_.description}"


def _lines(table: RowsFile, user: User, progress: ProgressCallback) -> Iterator[str]:
    """Yield rows as lines, with the names of what they belong to."""
    rows = table.rows(user)
    for row in with_progress(rows.iterator(ROWS), rows.count(), progress):
        named = {column.removeprefix(MARK): value for column, value in row.items()}
        yield json.dumps(named, cls=DjangoJSONEncoder) + "\n"


def _about(name: str, sentence: str) -> str:
    return f"{name}: {sentence}"


def _add(archive: ZipWriter, name: str, lines: Iterable[str]) -> None:
    """Add a file of text, by way of a file on the disk."""
    with TemporaryFile() as file:
        for some in batched(lines, LINES):
            file.write("".join(some).encode())
        file.seek(0)
        archive.add(name, cast(BinaryIO, file))

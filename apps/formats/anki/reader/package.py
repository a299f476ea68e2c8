"""A package of Anki: `with read(path) as package` gives its records. Knows nothing of Ditcards' own decks."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import count, takewhile
from pathlib import Path
from typing import BinaryIO, Self

from apps.formats.anki.package_layout import COLLECTIONS, MODERN
from apps.formats.anki.reader import protobuf, rows, schema11, schema18
from apps.formats.anki.reader.database import Database, database_problem
from apps.formats.anki.reader.join_notes_cards import NoteCards
from apps.formats.anki.reader.media import PackageFile, read_media
from apps.formats.anki.reader.values import moment, whole
from apps.formats.anki.records import AnkiCard, AnkiDeck, AnkiNote, AnkiNoteType, AnkiReview
from apps.formats.limits import PACKAGE_LIMITS, PackageLimits
from apps.formats.messages import gettext as _
from apps.formats.own_files import own_name
from apps.formats.problems import Code, ImportProblem, Place
from apps.formats.zips.archive import Archive, too_large

NOT_ANKIS = _("This isn’t an Anki package. In Anki, choose File, Export.")
META, META_VERSION = "meta", 1
LATEST_META = 3
LATEST_SCHEMA = 18
DAY_STARTS = 4  # the hour that Anki stores as a collection's beginning


class Package:
    """An open package; close it, or use it in a `with`. What is wrong in it is an ImportProblem, even as it is read."""

    def __init__(self, file: BinaryIO, limits: PackageLimits = PACKAGE_LIMITS) -> None:
        """Open the package and read all but its notes, cards, reviews and media. Raises ImportProblem."""
        self._limits = limits
        with ExitStack() as resources:
            archive = Archive(file, limits, NOT_ANKIS)
            resources.callback(archive.close)
            collection = _collection(archive)
            is_modern = collection == MODERN
            self._database = Database(archive.chunks(collection, limits.inflated, zstd=is_modern), limits)
            resources.callback(self._database.close)
            rows.check(self._database)
            self._read_collection()
            self.media: Mapping[str, PackageFile]
            self.media, self._media_warnings = read_media(archive, limits, is_modern=is_modern)
            self.warnings, self.refused = list(self._media_warnings), 0
            self.own = list(_own(archive, limits.upload))
            self.note_count, self.card_count, self.review_count = rows.counts(self._database, limits)
            self._resources = resources.pop_all()

    def notes(self) -> Iterator[tuple[AnkiNote, list[AnkiCard]]]:
        """Yield each note, with the fields that its type has, and its cards by their ordinals.

        What was left out is in `warnings` and `refused` (notes) afterwards.
        """
        joined = NoteCards(self.note_types, self.decks, self._limits)
        yield from joined.pairs(rows.notes(self._database, self._limits), rows.cards(self._database, self._limits))
        self.warnings, self.refused = [*self._media_warnings, *joined.warnings], joined.refused

    def reviews(self) -> Iterator[AnkiReview]:
        """Yield all reviews by the ids of their cards, the oldest first; the card may be none that `notes` gave."""
        return rows.reviews(self._database, self._limits)

    def close(self) -> None:
        """Let go of all files."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _read_collection(self) -> None:
        database, limits = self._database, self._limits
        query = "SELECT ver, crt FROM col LIMIT 1"
        found = next(database.rows(query, limit=1, what="rows", longest=rows.NUMBERS), None)
        if found is None:
            raise database_problem(Code.DAMAGED, "col")
        version, began = map(whole, found)
        if version > LATEST_SCHEMA:
            raise _too_new()
        schema = schema18 if database.columns("notetypes") else schema11
        self.note_types: dict[int, AnkiNoteType] = schema.note_types(database, limits)
        self.decks: dict[int, AnkiDeck] = schema.decks(database, limits)
        self.began_on: date = _began_on(moment(began * 1000), schema.zone_minutes_west(database, limits))


def read(source: str | Path | BinaryIO, limits: PackageLimits = PACKAGE_LIMITS) -> Package:
    """Open a package, .apkg or .colpkg, or raise ImportProblem. The caller closes a file that is passed open."""
    if not isinstance(source, (str, Path)):
        return Package(source, limits)
    with ExitStack() as resources:
        package = Package(resources.enter_context(Path(source).open("rb")), limits)
        package._resources.push(resources.pop_all())
        return package


def _collection(archive: Archive) -> str:
    """Return the name of the newest form of the collection in the package."""
    if (
        META in archive
        and protobuf.number(archive.read(META, rows.NUMBERS), META_VERSION, Place(name=META)) > LATEST_META
    ):
        raise _too_new()
    for name in COLLECTIONS:
        if name in archive:
            return name
    raise ImportProblem(
        Code.NOT_A_PACKAGE, _("There is no Anki collection in this file. In Anki, choose File, Export.")
    )


def _own(archive: Archive, limit: int) -> Iterator[bytes]:
    """Yield our own JSON of each deck, at most `limit` bytes together. Raises ImportProblem."""
    size = 0
    for name in takewhile(lambda name: name in archive, map(own_name, count())):
        own = archive.read(name, limit)
        size += len(own)
        if size > limit:
            raise too_large(limit, Place(name=name))
        yield own


def _began_on(began: datetime, minutes_west: int | None) -> date:
    """Return the day from which due dates count: where the learner was, it began at four in the morning."""
    if minutes_west is None or abs(minutes_west) > 24 * 60:
        hours_ahead = (DAY_STARTS - began.hour + 12) % 24 - 12
        minutes_west = -60 * hours_ahead
    first = datetime(1970, 1, 2, tzinfo=UTC)
    return (max(began, first) - timedelta(minutes=minutes_west)).date()


def _too_new() -> ImportProblem:
    message = _("This package is too new to be read. In Anki’s export, check “Support older Anki versions”.")
    return ImportProblem(Code.TOO_NEW, message)

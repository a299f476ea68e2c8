"""The database of a package that is written: Anki's tables of schema 11. The one door to SQLite for what goes out.

The same notes give the same bytes: ids are made of guids, and nothing depends on the clock.
"""

import sqlite3
import tempfile
from pathlib import Path
from typing import BinaryIO, Self

from apps.formats.anki.export_records import ExportedCard, ExportedDeck, ExportedNote, ExportedReview
from apps.formats.anki.package_layout import BETWEEN_FIELDS
from apps.formats.anki.writer import ids, models_json
from apps.formats.anki.writer.ids import clamp
from apps.formats.anki.writer.name_registry import Decks, NoteTypes

TABLES = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
    ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
    models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
    usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
    flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
    mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
    ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL,
    left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
    ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
    type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
"""
INDEXES = """
BEGIN;
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
COMMIT;
"""
COLLECTION = "INSERT INTO col VALUES (1, ?, 0, 0, 11, 0, 0, 0, ?, ?, ?, ?, '{}')"
NOTES = "INSERT OR IGNORE INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
CARDS = "INSERT OR IGNORE INTO cards VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)"
REVIEWS = "INSERT OR IGNORE INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"


class Collection:
    """A database in a file that has no name any more: nothing is left of it when it is closed."""

    def __init__(self) -> None:
        self._decks = Decks()
        self._types = NoteTypes()
        self._next_free: dict[tuple[str, int], int] = {}
        self._position = 0
        with tempfile.TemporaryDirectory(prefix="ditcards-package-") as folder:
            path = Path(folder, "collection")
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript(TABLES)
            self._file = path.open("rb")

    def describe(self, deck: ExportedDeck) -> None:
        """Write a deck with its text; those that notes name need none."""
        self._decks.describe(deck.path, deck.description)

    def add(self, note: ExportedNote) -> None:
        """Write a note with its cards and their answers."""
        if len(note.fields) != len(note.type.fields):
            raise ValueError(f"Note {note.guid} has {len(note.fields)} fields, its type {len(note.type.fields)}.")
        self._position += 1
        modified = int(note.modified.timestamp())
        fields = [field.replace(BETWEEN_FIELDS, "") for field in note.fields]
        first = ids.sort_text(fields[0])
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        row = note.guid, self._types.id_of(note.type), modified, tags, BETWEEN_FIELDS.join(fields), first
        id_ = self._insert(NOTES, ids.stable_id(note.guid, note.created), *row, ids.checksum(first))
        for card in note.cards:
            self._add_card(note, id_, card, modified)

    def finish(self) -> BinaryIO:
        """Write what a collection has once, and return the database, which is closed with the collection."""
        texts = models_json.conf(), self._types.as_json(), self._decks.as_json(), models_json.deck_options()
        self._connection.execute(COLLECTION, (int(ids.COLLECTION_START.timestamp()), *texts))
        self._connection.executescript(INDEXES)
        self._connection.close()
        return self._file

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _add_card(self, note: ExportedNote, note_id: int, card: ExportedCard, modified: int) -> None:
        state = ids.state_of(card, self._position)
        preferred = ids.stable_id(f"{note.guid}\n{card.ordinal}", note.created)
        deck = self._decks.id_of(card.deck or note.deck)
        id_ = self._insert(
            CARDS, preferred, note_id, deck, card.ordinal, modified, *state, card.flag, ids.last_answer(card)
        )
        for answer in card.answers:
            self._add_answer(id_, answer)

    def _add_answer(self, card_id: int, answer: ExportedReview) -> None:
        numbers = answer.grade, answer.interval, answer.interval_before, answer.ease, answer.taken_ms
        self._insert(REVIEWS, ids.milliseconds(answer.at), card_id, *map(clamp, numbers), answer.kind)

    def _insert(self, statement: str, preferred: int, *values: object) -> int:
        """Insert a row under the preferred id, or the next free one, and return it."""
        id_ = self._next_free.get((statement, preferred), preferred)
        while not self._connection.execute(statement, (id_, *values)).rowcount:
            id_ += 1
        if id_ != preferred:
            self._next_free[statement, preferred] = id_ + 1
        return id_

"""Notes, cards and reviews, row by row: as many as the limits allow, in an order that can be relied on."""

from collections.abc import Iterator

from apps.formats.anki.package_layout import BETWEEN_FIELDS
from apps.formats.anki.reader.database import Database, database_problem
from apps.formats.anki.reader.values import moment, text, whole
from apps.formats.anki.records import AnkiCard, AnkiNote, AnkiReview
from apps.formats.limits import PackageLimits
from apps.formats.problems import Code

NUMBERS = 1_000  # bytes of a value where only numbers are expected
BATCH = 1_000  # rows of numbers that are fetched at once
COLUMNS = {
    "notes": "id guid mid mod tags flds",
    "cards": "id nid did ord type queue due ivl factor reps lapses odue odid flags",
    "revlog": "id cid ease ivl lastivl factor time type",
}


def check(database: Database) -> None:
    """Raise Problem if a column is missing, or if the notes cannot be read in their order."""
    for table, needed in COLUMNS.items():
        columns = database.columns(table)
        if not set(needed.split()) <= columns.keys():
            raise database_problem(Code.DAMAGED, table)
        if not columns["id"]:
            raise database_problem(Code.UNSAFE, table)


def counts(database: Database, limits: PackageLimits) -> tuple[int, int, int]:
    """Return how many notes, cards and reviews there are, or raise ImportProblem where there are too many."""
    return (
        _count(database, "notes", limits.notes, "notes"),
        _count(database, "cards", limits.cards, "cards"),
        _count(database, "revlog", limits.reviews, "reviews"),
    )


def notes(database: Database, limits: PackageLimits) -> Iterator[AnkiNote]:
    """Yield the notes by their ids, with the fields that they have."""
    query = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    last: int | None = None
    found = database.rows(query, limit=limits.notes, what="notes", longest=limits.json)
    for id_, guid, type_, modified, tags, fields in found:
        number = whole(id_)
        if last is not None and number <= last:
            raise database_problem(Code.DAMAGED, "notes")
        last = number
        yield AnkiNote(
            id=number,
            guid=text(guid),
            type=whole(type_),
            fields=tuple(text(fields).split(BETWEEN_FIELDS)),
            tags=tuple(text(tags).split()),
            modified=moment(whole(modified) * 1000),
        )


def cards(database: Database, limits: PackageLimits) -> Iterator[AnkiCard]:
    """Yield the cards by their notes and their ordinals."""
    for row in _sorted(database, "cards", "nid, ord, id", limits.cards, "cards"):
        id_, note, deck, ordinal, type_, queue, due, ivl, ease, reps, lapses, own_due, own_deck, flags = map(whole, row)
        yield AnkiCard(
            id=id_,
            note=note,
            ordinal=ordinal,
            deck=own_deck or deck,
            type=type_,
            queue=queue,
            due=own_due if own_deck and own_due else due,
            interval=ivl,
            ease=ease,
            reps=reps,
            lapses=lapses,
            flag=flags & 7,
        )


def reviews(database: Database, limits: PackageLimits) -> Iterator[AnkiReview]:
    """Yield the reviews by their cards, the oldest first."""
    for row in _sorted(database, "revlog", "cid, id", limits.reviews, "reviews"):
        at, card, grade, interval, interval_before, ease, taken_ms, kind = map(whole, row)
        yield AnkiReview(card, moment(at), grade, interval, interval_before, ease, kind, taken_ms)


def _sorted(database: Database, table: str, order: str, limit: int, what: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table in this order.

    The limit within keeps SQLite from sorting what is too much anyway, and from trusting an index of the file.
    """
    columns = ", ".join(COLUMNS[table].split())
    query = f"SELECT {columns} FROM (SELECT {columns} FROM {table} LIMIT {limit + 1}) ORDER BY {order}"  # noqa: S608 - our own words
    return database.rows(query, limit=limit, what=what, longest=NUMBERS, batch=BATCH)


def _count(database: Database, table: str, limit: int, what: str) -> int:
    rows = database.rows(f"SELECT 1 FROM {table}", limit=limit, what=what, longest=NUMBERS, batch=BATCH)  # noqa: S608 - our own words
    return sum(1 for _ in rows)

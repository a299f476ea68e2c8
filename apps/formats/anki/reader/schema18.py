"""Note types and decks as they are stored today: a table each, and the rest of a row in a Protocol Buffers message."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from apps.formats.anki.reader import collection_types, protobuf
from apps.formats.anki.reader.database import Database, database_problem
from apps.formats.anki.reader.values import parsed, text, whole
from apps.formats.anki.records import AnkiDeck, AnkiNoteType, CardTemplate
from apps.formats.limits import PackageLimits
from apps.formats.problems import Code, Place

LEVELS = "\x1f"
KIND, CSS = 1, 3  # in the message of a note type
CLOZE = 1
FRONT, BACK = 1, 2  # in the message of a template


def note_types(database: Database, limits: PackageLimits) -> dict[int, AnkiNoteType]:
    """Return the note types by id, or raise ImportProblem. What belongs to a type that is not there is left out."""
    rows = _rows(database, "SELECT id, name, config FROM notetypes", limits.note_types, "note types", limits)
    types = [(whole(id_), text(name), _message(config)) for id_, name, config in rows]
    fields = _fields(database, limits)
    templates = _templates(database, {id_ for id_, *_ in types}, limits)
    return collection_types.note_types((_note_type(*row, fields, templates) for row in types), limits)


def decks(database: Database, limits: PackageLimits) -> dict[int, AnkiDeck]:
    """Return the decks by id, or raise ImportProblem."""
    rows = _rows(database, "SELECT id, name FROM decks", limits.decks, "decks", limits)
    return collection_types.decks(((whole(id_), text(name)) for id_, name in rows), LEVELS, limits)


def zone_minutes_west(database: Database, limits: PackageLimits) -> int | None:
    """Return the offset of the zone in which the collection was created; nothing where it is unknown."""
    query = "SELECT val FROM config WHERE KEY = 'creationOffset'"
    for (value,) in database.rows(query, limit=1, what="rows", longest=limits.names):
        return whole(parsed(text(value), Place(name="config"), limits))
    return None


def _note_type(
    id_: int, name: str, config: bytes, fields: dict[int, list[str]], templates: dict[int, list[CardTemplate]]
) -> AnkiNoteType:
    place = Place(note_type=name[:50])
    return AnkiNoteType(
        id=id_,
        name=name,
        fields=tuple(fields.get(id_, ())),
        templates=tuple(templates.get(id_, ())),
        css=protobuf.text(config, CSS, place),
        is_cloze=protobuf.number(config, KIND, place) == CLOZE,
    )


def _fields(database: Database, limits: PackageLimits) -> dict[int, list[str]]:
    limit = limits.note_types * 20
    found = defaultdict(list)
    for ntid, name in _rows(database, _ordered("fields", "ntid, name", limit), limit, "fields", limits):
        found[whole(ntid)].append(text(name))
    return found


def _templates(database: Database, types: set[int], limits: PackageLimits) -> dict[int, list[CardTemplate]]:
    limit = limits.note_types * 10
    found = defaultdict(list)
    query = _ordered("templates", "ntid, name, config", limit)
    for ntid, name, config in _rows(database, query, limit, "templates", limits):
        if whole(ntid) in types:
            message, place = _message(config), Place(name=text(name)[:50])
            sides = (protobuf.text(message, side, place) for side in (FRONT, BACK))
            found[whole(ntid)].append(CardTemplate(text(name), *sides))
    return found


def _ordered(table: str, columns: str, limit: int) -> str:
    """Return a query for rows in their order. The limit within keeps SQLite from sorting what is too much anyway."""
    return f"SELECT {columns} FROM (SELECT * FROM {table} LIMIT {limit + 1}) ORDER BY ntid, ord"  # noqa: S608 - our own words


def _rows(database: Database, query: str, limit: int, what: str, limits: PackageLimits) -> Iterator[tuple[object, ...]]:
    """Yield rows that stay in memory, and so may hold no more text than the JSON of older packages."""
    left = limits.json
    for row in database.rows(query, limit=limit, what=what, longest=limits.json // 4):
        left -= _size(row)
        if left < 0:
            raise database_problem(Code.TOO_LARGE)
        yield row


def _size(row: Iterable[object]) -> int:
    return sum(len(value) for value in row if isinstance(value, (str, bytes)))


def _message(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""

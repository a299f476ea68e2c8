"""Note types and decks as they were stored until 2020: JSON in one row. Still what most programs write."""

from apps.formats.anki.package_layout import LEVELS
from apps.formats.anki.reader import collection_types
from apps.formats.anki.reader.database import Database
from apps.formats.anki.reader.values import mapping, objects, parsed, text, whole
from apps.formats.anki.records import AnkiDeck, AnkiNoteType, CardTemplate
from apps.formats.limits import PackageLimits
from apps.formats.problems import Place


def note_types(database: Database, limits: PackageLimits) -> dict[int, AnkiNoteType]:
    """Return the note types by id, or raise ImportProblem."""
    models = _column(database, "models", limits)
    return collection_types.note_types(
        (_note_type(key, mapping(model, Place(name="note types"))) for key, model in models.items()), limits
    )


def decks(database: Database, limits: PackageLimits) -> dict[int, AnkiDeck]:
    """Return the decks by id, or raise ImportProblem."""
    found = _column(database, "decks", limits)
    names = ((whole(key), text(mapping(deck, Place(name="decks")).get("name"))) for key, deck in found.items())
    return collection_types.decks(names, LEVELS, limits)


def zone_minutes_west(database: Database, limits: PackageLimits) -> int | None:
    """Return the offset of the zone in which the collection was created; nothing where it is unknown."""
    offset = _column(database, "conf", limits).get("creationOffset")
    return None if offset is None else whole(offset)


def _column(database: Database, name: str, limits: PackageLimits) -> dict[str, object]:
    rows = database.rows(f"SELECT {name} FROM col LIMIT 1", limit=1, what="rows", longest=limits.json)  # noqa: S608
    source = "".join(text(value) for (value,) in rows)
    return mapping(parsed(source, Place(name=name), limits), Place(name=name)) if source else {}


def _note_type(key: str, model: dict[str, object]) -> AnkiNoteType:
    place = Place(note_type=text(model.get("name"))[:50])
    return AnkiNoteType(
        id=whole(key),
        name=text(model.get("name")),
        fields=tuple(text(field.get("name")) for field in objects(model.get("flds"), place)),
        templates=tuple(
            CardTemplate(text(template.get("name")), text(template.get("qfmt")), text(template.get("afmt")))
            for template in objects(model.get("tmpls"), place)
        ),
        css=text(model.get("css")),
        is_cloze=whole(model.get("type")) == 1,
    )

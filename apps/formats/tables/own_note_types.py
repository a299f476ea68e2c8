"""Rows in the note types that we write for Anki, whose fields are more than front, back and extra. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from apps.cards.kinds import multi_card
from apps.formats.anki import to_anki
from apps.formats.anki.records import AnkiNoteType
from apps.formats.anki.writer import own_note_types
from apps.formats.records import MULTI_CARD

ROLES = {"Front": "front", "Text": "front", "Back": "back", "Back Extra": "back", "Extra": "extra", "Answer": "label"}
TEXTS = ("front", "back", "extra")
NUMBER = re.compile(r" \d+\Z")
NAMES = {kind: note_type.name for kind, note_type in to_anki.TYPES.items()}
OF_SEVERAL = re.compile(r"Ditcards Several \(([1-9]\d{0,2})\)")


def kind_of(name: str) -> str:
    """Return the kind of the notes of a type of ours; nothing for any other type."""
    if OF_SEVERAL.fullmatch(name):
        return MULTI_CARD
    return next((kind for kind, known in NAMES.items() if known == name), "")


def roles(columns: Sequence[str], name: str) -> tuple[str | None, ...]:
    """Return what the cells of a row hold whose note type has this name; None where that follows from the others.

    Fields are the columns for texts, in their order, unless somebody said otherwise what they hold.
    """
    fields = _fields(name)
    said = [role for role in columns if role in TEXTS]
    if not fields or tuple(said[:3]) != TEXTS:
        return tuple(columns)
    waiting = iter(fields)
    return tuple(next(waiting, None) if role in TEXTS else role for role in columns)


def joined(texts: Sequence[str], kind: str) -> str:
    """Return several texts of one role as one: parts of a note of several cards keep their numbers."""
    return multi_card.joined(texts) if kind == MULTI_CARD and len(texts) > 1 else "\n\n".join(filter(None, texts))


@lru_cache(maxsize=100)
def _fields(name: str) -> tuple[str | None, ...]:
    note_type = _type_named(name)
    return tuple(ROLES.get(NUMBER.sub("", field)) for field in note_type.fields) if note_type else ()


def _type_named(name: str) -> AnkiNoteType | None:
    found = OF_SEVERAL.fullmatch(name)
    if found and int(found[1]) <= own_note_types.MAX_CARDS:
        return own_note_types.several(int(found[1]))
    return next((to_anki.TYPES[kind] for kind, known in NAMES.items() if known == name), None)

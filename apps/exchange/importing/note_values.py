"""The texts of a note of a file, as they are stored."""

import re
from functools import lru_cache
from typing import Any

from apps.cards.kinds.registry import BASIC, CHOICE
from apps.cards.tags import normalize_tags
from apps.formats.records import NoteRecord

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # characters that no database stores


def values_of(note: NoteRecord) -> dict[str, Any]:
    """Return the texts of a note as they are stored."""
    names = ("front", "back", "label", "extra")
    values: dict[str, Any] = {name: UNSTORABLE.sub("", getattr(note, name)) for name in names}
    values["kind"] = BASIC if note.kind == CHOICE and not values["label"].strip() else note.kind
    values["tags"] = _stored_tags(note.tags)
    values["archived"] = note.archived
    return values


@lru_cache(maxsize=256)  # neighboring notes mostly share them
def _stored_tags(tags: tuple[str, ...]) -> str:
    return normalize_tags(UNSTORABLE.sub("", tag) for tag in tags)

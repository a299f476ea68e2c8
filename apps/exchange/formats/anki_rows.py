"""Rows of the text form in which Anki, and we for Anki, write notes of our own note types. Pure."""

import re
from collections.abc import Sequence

from apps.cards import several
from apps.exchange.records import CHOICE, SEVERAL

PREFIX = "Ditcards "
FIELDS = {
    "Basic": ("front", "back", "extra"),
    "Basic (and reversed card)": ("front", "back", "extra"),
    "Cloze": ("front", "back", "extra"),
    "Choice": ("front", "", "label", "back", "extra"),
}
PARTS = re.compile(r"Several \((\d{1,3})\)")


def texts_of(note_type: str, cells: Sequence[str]) -> dict[str, str] | None:
    """Return the texts in the fields of a note by their roles; nothing for a note type that is not ours."""
    name = note_type.strip().removeprefix(PREFIX)
    if name == note_type.strip():
        return None
    if found := PARTS.fullmatch(name):
        return _of_several(int(found[1]), cells)
    if name not in FIELDS:
        return None
    texts = {role: cell for role, cell in zip(FIELDS[name], cells, strict=False) if role}
    return texts | ({"kind": CHOICE} if name == "Choice" else {"kind": note_type})


def _of_several(count: int, cells: Sequence[str]) -> dict[str, str]:
    sides = [*cells[: 2 * count], *[""] * (2 * count - len(cells))]
    texts = {"kind": SEVERAL, "front": several.joined(sides[::2]), "back": several.joined(sides[1::2])}
    return texts | {"extra": "".join(cells[2 * count : 2 * count + 1])}

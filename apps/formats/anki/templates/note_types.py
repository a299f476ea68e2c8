"""Finds which of our kinds a note type of Anki is, from its templates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from apps.cards.kinds import basic, cloze
from apps.cards.kinds.registry import BASIC, CLOZE, REVERSED
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.anki.templates import filters, template_syntax
from apps.formats.anki.templates.template_syntax import Condition, Field, Template
from apps.formats.problems import Place

FRONT_SIDE = "FrontSide"
SPEECH_FILTER = "tts"
DRAWING = re.compile(r"<(?:img|svg|audio|video|object|embed|input|math)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Roles:
    """Which fields, by their indexes, are the texts of a note of ours; `back` and `extra` may be none."""

    kind: str
    front: int
    back: int | None = None
    extra: int | None = None


@lru_cache(maxsize=64)  # all notes of a deck have the same few
def roles_of(note_type: AnkiNoteType) -> Roles | None:
    """Return the roles of a note type's fields; None for one that only its templates can show. Raises ImportProblem."""
    if note_type.id in OURS:
        return OURS[note_type.id]
    sides = [_sides(template) for template in note_type.templates]
    if any(side is None for pair in sides for side in pair):
        return None
    shown = [
        _without_speech([[field for field in side or () if field.name != FRONT_SIDE] for side in pair])
        for pair in sides
    ]
    if note_type.is_cloze:
        return _of_cloze(note_type, *shown[0])
    cards = [_of_basic(note_type, *pair) for pair in shown]
    first = cards[0]
    if first is None or len(cards) == 1:
        return first
    other = Roles(BASIC, -1 if first.back is None else first.back, first.front, first.extra)
    if len(cards) == 2 and cards[1] == other:
        return Roles(REVERSED, first.front, first.back, first.extra)
    return None


OURS = {basic.ANKI_TYPE.id: Roles(BASIC, 0, 1, 2), cloze.ANKI_TYPE.id: Roles(CLOZE, 0, 1, 2)}


def _of_basic(note_type: AnkiNoteType, front: list[Field], back: list[Field]) -> Roles | None:
    if back[:1] == front:  # the question, written out once more
        back = back[1:]
    if len(front) != 1 or not 1 <= len(back) <= 2 or any(field.filters for field in (*front, *back)):
        return None
    indexes = [_index_of(note_type, field) for field in (*front, *back)]
    if None in indexes or len(set(indexes)) < len(indexes):
        return None
    return Roles(BASIC, indexes[0] or 0, *indexes[1:])


def _of_cloze(note_type: AnkiNoteType, front: list[Field], back: list[Field]) -> Roles | None:
    front, back = _without_typing(front), _without_typing(back)
    if len(front) != 1 or front[0].filters != ("cloze",) or back[:1] != front or len(back) > 2:
        return None
    indexes = [_index_of(note_type, field) for field in back]
    if None in indexes or any(field.filters for field in back[1:]):
        return None
    return Roles(CLOZE, indexes[0] or 0, extra=indexes[1] if len(indexes) > 1 else None)


def _without_typing(fields: list[Field]) -> list[Field]:
    """Return the fields of a cloze, each once: one whose blanks are typed is there to be read as well."""
    return list(dict.fromkeys(replace(each, filters=("cloze",)) if _is_typed(each) else each for each in fields))


def _is_typed(field: Field) -> bool:
    return "type" in field.filters and "cloze" in field.filters


def _index_of(note_type: AnkiNoteType, field: Field) -> int | None:
    return note_type.fields.index(field.name) if field.name in note_type.fields else None


def _sides(template: CardTemplate) -> list[list[Field] | None]:
    """Return the fields of each side, or nothing for one that shows more than fields."""
    return [
        _fields(template_syntax.parse(side, Place(template=template.name))) for side in (template.front, template.back)
    ]


def _fields(template: Template) -> list[Field] | None:
    texts = "".join(step for step in template if isinstance(step, str))
    if (
        DRAWING.search(texts)
        or filters.without_tags(texts).replace("&nbsp;", " ").strip()
        or not all(_holds_itself(template))
    ):
        return None
    fields = (step for step in template if isinstance(step, Field))
    return list(fields)


def _without_speech(sides: list[list[Field]]) -> list[list[Field]]:
    """Return the fields of both sides without those that are spoken as well as written."""
    written = {field.name for side in sides for field in side if not _is_spoken(field)}
    return [[field for field in side if not (_is_spoken(field) and field.name in written)] for side in sides]


def _is_spoken(field: Field) -> bool:
    return any(name.startswith(SPEECH_FILTER) for name in field.filters)


def _holds_itself(template: Template) -> Iterator[bool]:
    """Yield for each condition whether it only asks for the one field that it shows: such a field is simply there."""
    for index, step in enumerate(template):
        if isinstance(step, Condition):
            inside = template[index + 1 : step.end]
            yield step.filled and all(isinstance(each, str) or each.name == step.name for each in inside)

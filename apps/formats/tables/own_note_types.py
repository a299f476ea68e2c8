"""Rows in the note types that we write for Anki, whose fields are more than front, back and extra."""

from collections.abc import Sequence

from apps.cards.kinds import multi_card
from apps.cards.kinds.registry import MULTI_CARD, OCCLUSION
from apps.formats.anki import own_note_types
from apps.formats.anki.occlusion import occlusion_blanks

TEXTS = ("front", "back", "extra")
OF_NOTE = (*TEXTS, "label")  # the fields that are texts of the note
PARTS = {"masks": "back", "header": "front", "picture": "front"}  # fields that are parts of them


def kind_of(name: str) -> str:
    """Return the kind of the notes of a type of ours; nothing for any other type."""
    found = own_note_types.named(name)
    return found[0].name if found else ""


def roles(columns: Sequence[str], name: str) -> tuple[str | None, ...]:
    """Return what the cells of a row hold whose note type has this name; None where that follows from the others.

    Fields are the columns for texts, in their order, unless somebody chose otherwise what they hold.
    """
    fields = _fields(name)
    text_roles = [role for role in columns if role in TEXTS]
    if not fields or tuple(text_roles[:3]) != TEXTS:
        return tuple(columns)
    remaining = iter(fields)
    return tuple(next(remaining, None) if role in TEXTS else role for role in columns)


def joined(texts: Sequence[str], kind: str) -> str:
    """Return several texts of one role as one: parts of a note of several cards keep their numbers."""
    if kind == OCCLUSION:
        texts = [occlusion_blanks.spelled(text) for text in texts]
    return multi_card.joined(texts) if kind == MULTI_CARD and len(texts) > 1 else "\n\n".join(filter(None, texts))


def _fields(name: str) -> tuple[str | None, ...]:
    found = own_note_types.named(name)
    named = [PARTS.get(field.role, field.role) for field in found[1].fields] if found else []
    return tuple(role if role in OF_NOTE else None for role in named)

"""The kinds of notes. A new one is a module here with its `KIND`, and its line in these two."""

from apps.cards.kinds import basic, choice, cloze, multi_card, occlusion
from apps.cards.kinds import reversed as both_ways
from apps.cards.kinds.kind import NoteKind

KINDS: tuple[NoteKind, ...] = (basic.KIND, both_ways.KIND, cloze.KIND, choice.KIND, multi_card.KIND, occlusion.KIND)
BASIC, REVERSED, CLOZE, CHOICE, MULTI_CARD, OCCLUSION = NAMES = tuple(kind.name for kind in KINDS)
BY_NAME = {kind.name: kind for kind in KINDS}
SPELLINGS = tuple(kind.spelling for kind in KINDS)


def spelling_of(name: str) -> str:
    """Return how files spell the kind of this name."""
    return BY_NAME[name].spelling


def name_of_spelling(spelling: str) -> str:
    """Return the name of the kind that a file spells so; empty where there is none."""
    return next((kind.name for kind in KINDS if kind.spelling == spelling), "")


def has_label(name: str) -> bool:
    """Return whether notes of the kind have a label."""
    return "label" in BY_NAME[name].fields

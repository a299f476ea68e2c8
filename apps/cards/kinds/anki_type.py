"""The note type in which notes of a kind go to Anki: fields, and templates that show them."""

from dataclasses import dataclass

PREFIX = "Ditcards "  # of the names of our note types in Anki
MAX_PARTS = 500  # of a multi-card note, each a card

CONTEXT = '{{#Context}}<div class="context">{{Context}}</div>{{/Context}}'
EXTRA = '{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}'
ANSWER = '<hr id="answer">'


@dataclass(frozen=True)
class AnkiField:
    """A field of a note type: its name in Anki, the text of the note that it holds, and which part of that (0: all).

    Two roles are no text of the note: `choices` are the labels of its exercise, `context` the exercise's prompt.
    """

    name: str
    role: str
    part: int = 0


@dataclass(frozen=True)
class AnkiType:
    """A note type. Its id stays forever: Anki recognizes a type by it. `sides` are the front and back of each card."""

    id: int
    name: str
    fields: tuple[AnkiField, ...]
    sides: tuple[tuple[str, str], ...]
    is_cloze: bool = False


def answer_below(front: str, back: str, extra: str = EXTRA) -> tuple[str, str]:
    """Return the two sides of a card that shows its front again above the back."""
    return front, f"{{{{FrontSide}}}}\n\n{ANSWER}\n\n{back}\n{extra}".rstrip()

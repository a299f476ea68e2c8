"""What a kind of note is: its texts, the cards that it makes, what it needs, and how files spell it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from apps.cards.kinds.anki_type import AnkiType
from apps.cards.kinds.masks import Drawing
from apps.formats.messages import Message
from apps.formats.messages import gettext as _


class NoteTexts(Protocol):
    """What a kind reads of a note, be it a row or a record."""

    @property
    def front(self) -> str: ...  # noqa: D102 - of the note
    @property
    def back(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def extra(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class MarkdownText:
    """A text to render. Of a cloze, `blank` is the number of the blank that is asked for, hidden unless `reveal`.

    With a `drawing`, the pictures of the text are shown under it.
    """

    text: str
    blank: int | None = None
    reveal: bool = False
    drawing: Drawing | None = None


@dataclass(frozen=True)
class CardSource:
    """One card before it is rendered. The `label`, the right one of the choices, begins the back of a choice."""

    ordinal: int
    front: MarkdownText
    back: tuple[MarkdownText, ...]
    choices: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class NoteKind:
    """A kind of note.

    `cards` takes a note and the labels of its exercise. `problems` takes a note and whether it is in an exercise, and
    gives what must be fixed before the note can be saved, by field. `spelling` is the kind's name in files, `note_type`
    in the cells of a table; `note_type_words` finds it in the names of other programs' note types.
    """

    name: str
    label: Message
    description: Message
    fields: tuple[str, ...]
    cards: Callable[[NoteTexts, Sequence[str]], Iterator[CardSource]]
    problems: Callable[[NoteTexts, bool], dict[str, Message]]
    anki_type: Callable[[int], AnkiType]  # for a note of so many parts
    spelling: str
    note_type: str
    note_type_words: re.Pattern[str] | None = None


def sides_problems(note: NoteTexts, *, back_may_be_empty: bool = False) -> dict[str, Message]:
    """Return what is missing of a front and a back."""
    problems = {}
    if not note.front.strip():
        problems["front"] = _("Write the front.")
    if not note.back.strip() and not back_may_be_empty:
        problems["back"] = _("Write the back: the answer to the front.")
    return problems


def texts(*markdown: str) -> tuple[MarkdownText, ...]:
    """Return Markdown texts that follow each other."""
    return tuple(MarkdownText(text) for text in markdown)

"""Basic notes: one card, front then back. In an exercise, the answer may be left open."""

from collections.abc import Iterator, Sequence

from apps.cards.kinds.anki_type import CONTEXT, AnkiField, AnkiType, answer_below
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, sides_problems, texts
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

ANKI_TYPE = AnkiType(
    id=1_577_851_200_000,
    name="Ditcards Basic",
    fields=(
        AnkiField("Front", "front"),
        AnkiField("Back", "back"),
        AnkiField("Extra", "extra"),
        AnkiField("Context", "context"),
    ),
    sides=(answer_below(CONTEXT + "{{Front}}", "{{Back}}"),),
)


def cards(note: NoteTexts, _labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield the one card."""
    yield CardSource(0, MarkdownText(note.front), texts(note.back, note.extra))


def problems(note: NoteTexts, in_exercise: bool) -> dict[str, Message]:
    """Return what is missing; a task of an exercise may leave its answer to the learner."""
    return sides_problems(note, back_may_be_empty=in_exercise)


KIND = NoteKind(
    name="basic",
    label=_("Basic"),
    description=_("Basic: front, then back"),
    fields=("front", "back", "extra"),
    cards=cards,
    problems=problems,
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="basic",
    note_type="Basic",
)

"""Choices: a learner chooses one of the exercise's labels, then reads why."""

from collections.abc import Iterator, Sequence

from apps.cards.kinds.anki_type import CONTEXT, AnkiField, AnkiType, answer_below
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, sides_problems, texts
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

ANKI_TYPE = AnkiType(
    id=1_577_851_200_003,
    name="Ditcards Choice",
    fields=(
        AnkiField("Front", "front"),
        AnkiField("Choices", "choices"),
        AnkiField("Answer", "label"),
        AnkiField("Back", "back"),
        AnkiField("Extra", "extra"),
        AnkiField("Context", "context"),
    ),
    sides=(answer_below(CONTEXT + "{{Front}}\n{{Choices}}", '<div class="right">{{Answer}}</div>\n{{Back}}'),),
)


def cards(note: NoteTexts, labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield the one card; a label that the exercise does not offer is offered on it."""
    yield CardSource(
        0,
        MarkdownText(note.front),
        texts(note.back, note.extra),
        choices=choices(note, labels),
        label=note.label,
    )


def choices(note: NoteTexts, labels: Sequence[str]) -> tuple[str, ...]:
    """Return what a learner chooses from."""
    return tuple(labels) if note.label in labels else (*labels, note.label)


def problems(note: NoteTexts, _in_exercise: bool) -> dict[str, Message]:
    """Return what is missing; the reason may be."""
    found = sides_problems(note, back_may_be_empty=True)
    if not note.label.strip():
        found["label"] = _("Write the correct choice.")
    return found


KIND = NoteKind(
    name="choice",
    label=_("Choice"),
    description=_("Choice: the correct one of the exercise’s labels, then why"),
    fields=("front", "back", "label", "extra"),
    cards=cards,
    problems=problems,
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="choice",
    note_type="Choice",
)

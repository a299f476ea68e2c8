"""Reversed notes: two cards, each side asks for the other."""

import re
from collections.abc import Iterator, Sequence

from apps.cards.kinds import basic
from apps.cards.kinds.anki_type import PREFIX, AnkiField, AnkiType, answer_below
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, sides_problems, texts
from apps.formats.messages import gettext as _

ANKI_TYPE = AnkiType(
    id=1_577_851_200_001,
    name="Ditcards Basic (and reversed card)",
    fields=(AnkiField("Front", "front"), AnkiField("Back", "back"), AnkiField("Extra", "extra")),
    sides=(answer_below("{{Front}}", "{{Back}}"), answer_below("{{Back}}", "{{Front}}")),
)


def cards(note: NoteTexts, labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield the card that asks for the back, then the one that asks for the front."""
    yield from basic.cards(note, labels)
    yield CardSource(1, MarkdownText(note.back), texts(note.front, note.extra))


KIND = NoteKind(
    name="reversed",
    label=_("Reversed"),
    description=_("Reversed: a second card asks for the front"),
    fields=("front", "back", "extra"),
    cards=cards,
    problems=lambda note, _in_exercise: sides_problems(note),
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="reversed",
    note_type=ANKI_TYPE.name.removeprefix(PREFIX),
    note_type_words=re.compile(r"revers|beidseitig|umgekehrt|invers|invert|rovesciat|omgekeerd", re.IGNORECASE),
)

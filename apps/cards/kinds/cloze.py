"""Cloze notes: one card for each number of the blanks in the front."""

import re
from collections.abc import Iterator, Sequence

from apps.cards.kinds.anki_type import ANSWER, EXTRA, AnkiField, AnkiType
from apps.cards.kinds.cloze_blanks import ClozeError, numbers
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, texts
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

BACK = "{{cloze:Text}}\n{{#Back Extra}}" + ANSWER + "\n{{Back Extra}}{{/Back Extra}}\n" + EXTRA
ANKI_TYPE = AnkiType(
    id=1_577_851_200_002,
    name="Ditcards Cloze",
    fields=(AnkiField("Text", "front"), AnkiField("Back Extra", "back"), AnkiField("Extra", "extra")),
    sides=(("{{cloze:Text}}", BACK),),
    is_cloze=True,
)


def cards(note: NoteTexts, _labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield a card for each number, or raise ClozeError for blanks that cannot be read."""
    below = texts(note.back, note.extra)
    for number in numbers(note.front):
        answer = MarkdownText(note.front, blank=number, reveal=True)
        yield CardSource(number - 1, MarkdownText(note.front, blank=number), (answer, *below))


def problems(note: NoteTexts, _in_exercise: bool) -> dict[str, Message]:
    """Return what is wrong with the blanks."""
    try:
        found = numbers(note.front)
    except ClozeError as error:
        return {"front": error.message}
    if found:
        return {}
    return {
        "front": _(
            "A cloze needs a blank. Write {blank} around what is to be remembered.",
            blank="{{c1::answer}}",
        )
    }


KIND = NoteKind(
    name="cloze",
    label=_("Cloze"),
    description=_("Cloze: one card for each blank in the front"),
    fields=("front", "back", "extra"),
    cards=cards,
    problems=problems,
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="cloze",
    note_type="Cloze",
    note_type_words=re.compile(r"cloze|lücken|à trous|hueco|lacuna|пропуск", re.IGNORECASE),
)

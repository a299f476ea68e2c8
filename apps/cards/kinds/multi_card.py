"""Multi-card notes: one card for each part of the front, with the same part of the back.

Parts stand between lines of `===` with an empty line before and after. A part may be empty: that number makes no card,
so that the others keep theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest

from apps.cards.kinds.anki_type import MAX_PARTS, AnkiField, AnkiType, answer_below
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, sides_problems, texts
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

DIVIDER = "==="
ANKI_ID = 1_577_851_201_000  # and one id for each number of cards


def parts(text: str) -> list[str]:
    """Return the parts of a text: one more than it has dividers."""
    found: list[list[str]] = [[]]
    for line, divides in _lines(text):
        if divides:
            found.append([])
        else:
            found[-1].append(line)
    return ["\n".join(lines).strip("\n") for lines in found]


def joined(separate: Iterable[str]) -> str:
    """Return texts as one that `parts` gives back; a line in them that would divide them gets a backslash."""
    return f"\n\n{DIVIDER}\n\n".join(_undivided(text.strip("\n")) for text in separate).strip("\n")


def _undivided(text: str) -> str:
    return "\n".join(f"\\{line}" if divides else line for line, divides in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it divides: between empty lines, dividers or the ends of the text."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        around = (lines[index - 1] if index else "", *lines[index + 1 : index + 2])
        yield line, line == DIVIDER and not any(around)


def cards(note: NoteTexts, _labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield a card for each part of the front that is not empty."""
    pairs = zip_longest(parts(note.front), parts(note.back), fillvalue="")
    for ordinal, (front, back) in enumerate(pairs):
        if front:
            yield CardSource(ordinal, MarkdownText(front), texts(back, note.extra))


def problems(note: NoteTexts, _in_exercise: bool) -> dict[str, Message]:
    """Return what is missing, or that the sides have not the same number of parts."""
    found = sides_problems(note)
    fronts, backs = len(parts(note.front)), len(parts(note.back))
    if not found and fronts != backs:
        found["back"] = _(
            "The front has {fronts} parts and the back {backs}. Put a line of === between empty lines in both alike.",
            fronts=fronts,
            backs=backs,
        )
    return found


@cache
def anki_type(count: int) -> AnkiType:
    """Return the type of notes of so many parts, each with a front and a back of its own."""
    if not 1 <= count <= MAX_PARTS:
        raise ValueError(f"A note makes 1 to {MAX_PARTS} cards, not {count}.")
    numbers = range(1, count + 1)
    names = [(f"{side} {number}", side.lower(), number) for number in numbers for side in ("Front", "Back")]
    return AnkiType(
        id=ANKI_ID + count,
        name=f"Ditcards Several ({count})",
        fields=(*(AnkiField(*name) for name in names), AnkiField("Extra", "extra")),
        sides=tuple(answer_below(f"{{{{Front {part}}}}}", f"{{{{Back {part}}}}}") for part in numbers),
    )


KIND = NoteKind(
    name="multi_card",
    label=_("Multi-card"),
    description=_("Multi-card: one card for each part, with lines of === between the parts"),
    fields=("front", "back", "extra"),
    cards=cards,
    problems=problems,
    anki_type=anki_type,
    spelling="several",  # files were written with it, and they stay readable
    note_type="Several",
)

"""Anki's blanks in a field: {{c1::answer::hint}}, one inside another, one of several cards ({{c1,2::answer}}).

Every field can be read, in a time that grows with its length alone: what closes nothing, or never closes, is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from apps.cards.kinds.cloze_blanks import HIDDEN, MARKERS, SHOWN
from apps.formats.text.plain_to_markdown import FORMULA

TOKEN = re.compile(r"\{\{c(?P<numbers>[0-9][0-9,]{0,50})::|\}\}")
MAX_DEPTH = 10  # levels of blanks; what is deeper is shown and never asked
HIGHEST = 500
PICTURE = "image-occlusion:"  # a blank of this kind covers a part of a picture
UNSAID = "..."
HIDDEN_BLANK = re.compile(f"{HIDDEN[0]}[^{HIDDEN[1]}]*{HIDDEN[1]}")
IN_FORMULA = str.maketrans({SHOWN[0]: "{", SHOWN[1]: "}"})
IN_TEXT = str.maketrans(
    {SHOWN[0]: '<span class="cloze">', SHOWN[1]: "</span>", HIDDEN[0]: '<span class="cloze">[', HIDDEN[1]: "]</span>"}
)


@dataclass
class AnkiBlank:
    """A blank: the numbers of its cards, what it hides (texts and inner blanks), and a hint or nothing."""

    numbers: frozenset[int]
    content: list["str | AnkiBlank"] = field(default_factory=list)
    hint: str | None = None
    opening: str = ""  # as it is written

    def add(self, text: str) -> None:
        """Take in a text of its own: what follows the first colons is the hint."""
        if self.hint is None:
            text, colons, hint = text.partition("::")
            self.hint = hint if colons else None
        self.content.append(text)


type Pieces = list[str | AnkiBlank]


def numbers(text: str) -> list[int]:
    """Return the numbers of all blanks in a field, each once, in order; there is a card for each."""
    found = {number for blank in _blanks(parse(text)) for number in blank.numbers}
    return sorted(number for number in found if 1 <= number <= HIGHEST)


def question(text: str, number: int) -> str:
    """Return the field with the blanks of one number hidden; nothing where it has none of them."""
    return _written(text, number, reveal=False)


def answer(text: str, number: int) -> str:
    """Return the field with the blanks of one number marked; nothing where it has none of them."""
    return _written(text, number, reveal=True)


def only(text: str, number: int, *, reveal: bool) -> str:
    """Return no more than the answers, or the hints, of the blanks of one number."""
    asked = [blank for blank in _blanks(parse(text)) if number in blank.numbers]
    return ", ".join(_shown(blank.content, -1, reveal=True) if reveal else blank.hint or UNSAID for blank in asked)


@lru_cache(maxsize=8)  # all cards of a note ask for the same
def parse(text: str) -> Pieces:
    """Return a field as texts and blanks; blanks are at most ten levels deep."""
    levels = [AnkiBlank(frozenset())]  # the first is the field itself
    deeper = start = 0
    for token in TOKEN.finditer(text):
        _add(levels, text[start : token.start()])
        start = token.end()
        if not token["numbers"]:
            deeper = _close(levels, deeper)
        elif len(levels) > MAX_DEPTH:
            deeper += 1
        else:
            levels.append(AnkiBlank(_numbers(token["numbers"]), opening=token[0]))
    _add(levels, text[start:])
    while len(levels) > 1:
        levels[-2].content += _as_text(levels.pop())
    return levels[0].content


def _add(levels: list[AnkiBlank], text: str) -> None:
    if len(levels) > 1:
        levels[-1].add(text)
    else:
        levels[-1].content.append(text)


def _close(levels: list[AnkiBlank], deeper: int) -> int:
    """Close the innermost level, and return how many too deep ones are open after it."""
    if deeper:
        return deeper - 1
    if len(levels) == 1:
        levels[0].content.append("}}")
    else:
        blank = levels.pop()
        levels[-1].content.append(blank)
    return 0


def _as_text(blank: AnkiBlank) -> Pieces:
    """Return what a blank that never closes is made of."""
    return [blank.opening, *blank.content, *([] if blank.hint is None else ["::", blank.hint])]


def _numbers(listed: str) -> frozenset[int]:
    return frozenset(int(number) for number in listed.split(",") if number)


def _blanks(pieces: Pieces) -> Iterator[AnkiBlank]:
    for piece in pieces:
        if isinstance(piece, AnkiBlank):
            yield piece
            yield from _blanks(piece.content)


def _written(text: str, number: int, *, reveal: bool) -> str:
    """Return a field with the blanks of one number hidden or marked: in a formula, which holds no tags, as a box."""
    text = text.translate(MARKERS)
    if number not in numbers(text):
        return ""
    shown = _shown(parse(text), number, reveal=reveal)
    return FORMULA.sub(_in_formula, shown).translate(IN_TEXT)


def _in_formula(found: re.Match[str]) -> str:
    if found["latex"] is not None:  # a text, with formulas in it
        return found[0]
    return HIDDEN_BLANK.sub(r"\\boxed{?}", found[0]).translate(IN_FORMULA)


def _shown(pieces: Pieces, number: int, *, reveal: bool) -> str:
    return "".join(piece if isinstance(piece, str) else _marked(piece, number, reveal=reveal) for piece in pieces)


def _marked(blank: AnkiBlank, number: int, *, reveal: bool) -> str:
    is_asked = number in blank.numbers
    if blank.content and isinstance(blank.content[0], str) and blank.content[0].startswith(PICTURE):
        return ""  # a note of which part, not for people
    if is_asked and not reveal:
        return f"{HIDDEN[0]}{blank.hint or UNSAID}{HIDDEN[1]}"
    content = _shown(blank.content, number, reveal=reveal)
    return f"{SHOWN[0]}{content}{SHOWN[1]}" if is_asked else content

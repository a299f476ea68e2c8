"""Blanks in a text: {{c1::answer}} or {{c1::answer::hint}}, numbered, also one inside another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.cards.kinds.unreadable import UnreadableNote
from apps.formats.messages import gettext as _

MAX_BLANKS = 50  # different numbers in one note, each a card
MAX_DEPTH = 10  # levels of blanks inside one another
SHOWN = "\ue000", "\ue001"  # around an answer that is shown; cards/rendering makes <mark> of them
HIDDEN = "\ue002", "\ue003"  # around the hint of an answer that is hidden
MARKERS = str.maketrans("", "", "".join(SHOWN + HIDDEN))

TOKEN = re.compile(
    r"\{\{c(?P<number>\d{1,4})::"
    r"|(?P<close>\}\})"
    r"|(?P<formula>\$(?![\s$])(?:(?!\{\{c\d|\$).)+?(?<!\s)\$(?!\d))"  # its }} close no blank
)


class ClozeError(UnreadableNote):
    """A text whose blanks cannot be read."""


@dataclass(frozen=True)
class Blank:
    """One blank: its number, what it hides (texts and inner blanks) and an optional hint."""

    number: int
    content: tuple["str | Blank", ...]
    hint: str = ""


type Pieces = Sequence[str | Blank]


def parse(text: str) -> Pieces:
    """Return the text as plain pieces and blanks, or raise ClozeError."""
    return _Parser(text.translate(MARKERS)).pieces()


def numbers(text: str) -> list[int]:
    """Return the different numbers of the blanks in order, or raise ClozeError."""
    found = sorted({blank.number for blank in _blanks(parse(text))})
    if len(found) > MAX_BLANKS:
        raise ClozeError(
            _(
                "{count} different blanks are too many for one note. Use at most {limit}.",
                count=len(found),
                limit=MAX_BLANKS,
            )
        )
    return found


def marked(text: str, number: int, *, reveal: bool) -> str:
    """Return the text for the card of blank `number`: that blank between markers, all others as plain text."""
    return "".join(_marked(piece, number, reveal) for piece in parse(text))


def _marked(piece: str | Blank, number: int, reveal: bool) -> str:
    if isinstance(piece, str):
        return piece
    if piece.number == number and not reveal:
        return f"{HIDDEN[0]}{piece.hint}{HIDDEN[1]}"
    inner = "".join(_marked(each, number, reveal) for each in piece.content)
    return f"{SHOWN[0]}{inner}{SHOWN[1]}" if piece.number == number else inner


def _blanks(pieces: Pieces) -> Iterator[Blank]:
    for piece in pieces:
        if isinstance(piece, Blank):
            yield piece
            yield from _blanks(piece.content)


class _Parser:
    """Walks once through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0

    def pieces(self, opened_at: int | None = None) -> list[str | Blank]:
        """Read up to the end of the text, or of the blank that opened at `opened_at`."""
        pieces: list[str | Blank] = []
        start = search_from = self.position
        while token := TOKEN.search(self.text, search_from):
            if token["number"]:
                pieces.append(self.text[start : token.start()])
                self.position = token.end()
                pieces.append(self._blank(token))
                start = search_from = self.position
            elif token["close"] and opened_at is not None:
                pieces.append(self.text[start : token.start()])
                start = token.start()
                if own_braces := self._braces_still_open(pieces, start):
                    search_from = start + own_braces
                    continue
                self.position = token.end()
                return pieces
            else:  # a formula, or braces that close nothing, are text like any other
                search_from = token.end()
        if opened_at is not None:
            raise ClozeError(
                _(
                    "Line {line}: a blank opens with “{beginning}” and never closes. Add {closing}.",
                    line=self._line(opened_at),
                    beginning=self.text[opened_at : opened_at + 20].splitlines()[0],
                    closing="}}",
                )
            )
        pieces.append(self.text[start:])
        return pieces

    def _blank(self, opening: re.Match[str]) -> Blank:
        number, line = int(opening["number"]), self._line(opening.start())
        if not 1 <= number <= 999:
            message = _(
                "Line {line}: blanks are numbered from c1 to c999, not c{number}.", line=line, number=str(number)
            )
            raise ClozeError(message)
        content = self._content(opening.start(), line)
        hint = ""
        if isinstance(content[-1], str) and "::" in content[-1]:
            content[-1], hint = content[-1].split("::", 1)
        if not any(each if isinstance(each, Blank) else each.strip() for each in content):
            blank = f"{{{{c{number}::answer}}}}"
            raise ClozeError(
                _(
                    "Line {line}: the blank c{number} hides nothing. Write {blank}.",
                    line=line,
                    number=str(number),
                    blank=blank,
                )
            )
        return Blank(number, tuple(content), " ".join(hint.split()))

    def _content(self, opened_at: int, line: str) -> list[str | Blank]:
        if self.depth == MAX_DEPTH:
            message = _("Line {line}: use at most {limit} levels of nested blanks.", line=line, limit=MAX_DEPTH)
            raise ClozeError(message)
        self.depth += 1
        content = self.pieces(opened_at=opened_at)
        self.depth -= 1
        return content

    def _braces_still_open(self, pieces: Pieces, position: int) -> int:
        """Return how many of the braces at `position` close the blank's own text: 1 in \\frac{a}{b}}}."""
        own = "".join(piece for piece in pieces if isinstance(piece, str))
        still_open = max(0, own.count("{") - own.count("}"))
        run = len(self.text[position:]) - len(self.text[position:].lstrip("}"))
        return still_open if run >= still_open + 2 else 0

    def _line(self, position: int) -> str:
        """Return the number of the line of a position, as text: it is no amount."""
        return f"{self.text.count('\n', 0, position) + 1}"

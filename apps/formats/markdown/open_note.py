"""The note of a Markdown file that is open while its lines are read, and the text before it that is of no note."""

import re

from apps.formats.markdown.syntax import paragraphs
from apps.formats.markdown.syntax.markdown_lexer import ASKS, BELOW, CLOZES, DEFINES, DOUBTFUL, PAIR, MarkdownLine

INSIDE = (PAIR, BELOW, DEFINES, DOUBTFUL)  # text inside a card with marks, unless they begin another below a blank line

ASKING = re.compile(r"(?:\*\*)?\w[^`]*[?\uff1f](?:\*\*)?[ \t]*\Z")  # neither a bullet nor code


class OpenNote:
    """A note from its mark to the next one; without a mark, no note is open."""

    def __init__(self) -> None:
        self.mark = ""  # of the open note
        self.line = 0
        self.front: list[str] = []
        self.back: list[str] | None = None
        self.is_spacious = False  # whether blank lines do not end the open note
        self.loose: list[MarkdownLine] = []  # text of no note, so far
        self.defined = 0  # lines of the back up to its last definition
        self.question_inside = 0  # the line of a question that the answer holds, while nothing follows it

    @property
    def lines(self) -> list[str]:
        """Return the lines of both sides."""
        return [*self.front, *(self.back or [])]

    @property
    def _last_side(self) -> list[str]:
        """Return the side that ends the note; an empty one where a question has no answer yet."""
        return self.front if self.mark == CLOZES else self.back if self.back is not None else []

    def add(self, line: MarkdownLine) -> None:
        """Add a line to the side that is open, or to the loose text."""
        if not self.mark:
            self.loose.append(line)
        elif self.back is not None:
            self.back.append(line.text)
        else:
            self.front.append(line.text)

    def ends_with(self, line: MarkdownLine) -> bool:
        """Return whether a line in another spelling begins a card, so that the open one ends: below a blank line."""
        side = self._last_side
        if line.shape in (BELOW, DEFINES):
            return bool(side and side[-1].strip() and any(side[: paragraphs.start_of_last(side)]))
        is_apart = any(side) and not side[-1].strip() and not _last_of(side).endswith(":")
        return line.shape == PAIR and line.is_certain and is_apart

    def asks_inside(self, line: MarkdownLine) -> bool:
        """Return whether a line begins a paragraph of an answer, and asks."""
        is_apart = self.mark == ASKS and bool(self.back and any(self.back)) and not (self.back or [""])[-1].strip()
        return is_apart and bool(ASKING.match(line.text))

    def take_loose(self) -> list[str]:
        """Take the text right above; where a blank line is between, all since the card before it, tables included."""
        if self.mark or not self.loose:
            return []
        texts = [line.text for line in self.loose]
        start = paragraphs.start_of_last(texts) if texts[-1] else paragraphs.start_of_text(texts)
        del self.loose[start:]
        return texts[start:]

    def take_question(self) -> list[str]:
        """Take the last paragraph of an answer that blank lines do not end: it is the next question."""
        side = self._last_side
        if not side or not (self.is_spacious or self.mark in (ASKS, CLOZES)):
            return []
        start = paragraphs.start_of_last(side)
        if not any(side[:start]):
            return []
        taken = side[start:]
        del side[start:]
        return taken

    def take_term(self) -> str:
        """Take the line right above: loose text, or the last line of the open note."""
        if not self.mark:
            return self.loose.pop().text if self.loose and self.loose[-1].text.strip() else ""
        side = self._last_side
        return side.pop() if side and side[-1].strip() and (self.mark == ":" or any(side[:-1])) else ""


def _last_of(lines: list[str]) -> str:
    """Return the last line that is not blank."""
    return next((line.rstrip() for line in reversed(lines) if line.strip()), "")

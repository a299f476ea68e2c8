"""The lines of copied plain text, and the wordings that tell where an answer begins. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from apps.lessons.practice.escaping import as_markdown

MORE = r"(?:[ ]?\([^()]{0,200}\)|[:.])?"
SUMMARY = (
    r"(?:(?:Show|Hide|Reveal|See|View|Open|Check|Click to (?:show|see|reveal))"
    r"(?: (?:the|me|an?|all|my|your|one|possible|sample|suggested|model|worked|full|correct|expected))*"
    r" (?:answer key|answers?|solutions?|hints?|explanations?|outputs?|results?|work|understanding)"
    r"|What you(?:['’]ll| will| should| might) see"
    r"|(?:Sample|Model|Possible|One possible|A possible|Suggested|Worked|Expected) "
    r"(?:answer|solution|outcome|output|result)s?"
    rf"|Answer key|Answers?|Solutions?){MORE}"
)
IS_SUMMARY = re.compile(SUMMARY)
GLUED_SUMMARY = re.compile(rf"(?<=[^\s-])(?:{SUMMARY})$")
MOST_OF_SUMMARY = 260  # characters
BULLET = re.compile(r"[-*•][ \t]+(?=\S)")


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without spaces at its edges."""

    text: str
    number: int


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text; the wording that opens an answer stands in a line of its own."""
    result: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        glued = GLUED_SUMMARY.search(stripped, max(0, len(stripped) - MOST_OF_SUMMARY))
        cut = [stripped[: glued.start()], stripped[glued.start() :]] if glued else [stripped]
        result.extend(Line(part, number) for part in cut if part)
    return result


def is_summary(line: Line) -> bool:
    """Say whether a line asks to open an answer."""
    return len(line.text) <= MOST_OF_SUMMARY and bool(IS_SUMMARY.fullmatch(line.text))


def markdown_of(lines: Iterable[Line]) -> str:
    """Return lines as Markdown that shows them: each a paragraph, but those with bullets as lists."""
    texts: list[str] = []
    was_bullet = False
    for line in lines:
        bullet = BULLET.match(line.text)
        text = f"- {as_markdown(line.text[bullet.end() :])}" if bullet else as_markdown(line.text)
        texts.append(("\n" if was_bullet and bullet else "\n\n") + text)
        was_bullet = bool(bullet)
    return "".join(texts).strip("\n")


def divided_at(lines: Sequence[Line], starts: Sequence[int]) -> list[list[Line]]:
    """Return the lines from each start to the next one."""
    return [list(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]

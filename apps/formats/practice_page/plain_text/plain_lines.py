"""The lines of copied plain text, and the wordings that tell where an answer begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from apps.formats.text.escaping import as_markdown

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
RUN_ON_SUMMARY = re.compile(rf"(?<=[^\s-])(?:{SUMMARY})$")
MAX_SUMMARY_LENGTH = 260  # characters
NUMBERED = re.compile(r"([1-9][0-9]{0,2})[.)][ \t]+(?=\S)")
BULLET = re.compile(r"[-*•][ \t]+(?=\S)")


@dataclass(frozen=True)
class PlainLine:
    """A line that is not blank, without spaces at its edges."""

    text: str
    number: int


def lines_of(text: str) -> list[PlainLine]:
    """Return the lines of a text; the wording that opens an answer is in a line of its own."""
    result: list[PlainLine] = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        run_on = RUN_ON_SUMMARY.search(stripped, max(0, len(stripped) - MAX_SUMMARY_LENGTH))
        parts = [stripped[: run_on.start()], stripped[run_on.start() :]] if run_on else [stripped]
        result.extend(PlainLine(part, number) for part in parts if part)
    return result


def is_summary(line: PlainLine) -> bool:
    """Return whether a line asks to open an answer."""
    return len(line.text) <= MAX_SUMMARY_LENGTH and bool(IS_SUMMARY.fullmatch(line.text))


def markdown_of(lines: Sequence[PlainLine]) -> str:
    """Return lines as Markdown that shows them: as paragraphs, and as lists where they have bullets or count up."""
    texts: list[str] = []
    numbered, before = _numbered(lines), ""
    for index, line in enumerate(lines):
        kind, text = _shown(line, numbered.get(index))
        texts.append(("\n" if kind and kind == before else "\n\n") + text)
        before = kind
    return "".join(texts).strip("\n")


def _shown(line: PlainLine, number: re.Match[str] | None) -> tuple[str, str]:
    """Return of which kind of list a line is, if any, and its Markdown."""
    if number:
        return "number", f"{number[1]}. {as_markdown(line.text[number.end() :])}"
    if bullet := BULLET.match(line.text):
        return "bullet", f"- {as_markdown(line.text[bullet.end() :])}"
    return "", as_markdown(line.text)


def _numbered(lines: Sequence[PlainLine]) -> dict[int, re.Match[str]]:
    """Return which lines count from 1 on, at least to 2, and their numbers: they are a list."""
    found: dict[int, re.Match[str]] = {}
    run: dict[int, re.Match[str]] = {}
    for index, line in enumerate([*lines, PlainLine("", 0)]):
        number = NUMBERED.match(line.text)
        if number and int(number[1]) == len(run) + 1:
            run[index] = number
            continue
        found |= run if len(run) > 1 else {}
        run = {index: number} if number and number[1] == "1" else {}
    return found


def divide_at(lines: Sequence[PlainLine], starts: Sequence[int]) -> list[list[PlainLine]]:
    """Return the lines from each start to the next one."""
    return [list(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]

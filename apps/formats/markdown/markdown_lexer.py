"""Cuts a Markdown file of cards into its lines: which are marks, headings, code, or text."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from apps.formats.limits import MAX_LINES
from apps.formats.problems import too_many

TEXT, BLANK, RULE, HEADING, COMMENT, ASKS, ANSWERS, CLOZES, PAIR, BELOW = (
    "text",
    "blank",
    "rule",
    "heading",
    "comment",
    "Q",
    "A",
    "C",
    "pair",
    "below",
)
FENCE = re.compile(r"[ \t>]*(?P<ticks>`{3,}(?=[^`]*$)|~{3,})")
SHAPES = (
    (re.compile(r"[ \t]*\Z"), BLANK),
    (re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z"), RULE),
    (re.compile(r"(?P<level>\#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+\#+)?[ \t]*\Z"), HEADING),
    (re.compile(r"<!-- (?P<level>note|section) (?P<text>\{.*\}) -->\Z"), COMMENT),
    (re.compile(r"(?P<level>[QAC]):(?:[ \t](?P<text>.*)|(?P<glued>.*))\Z"), ASKS),
    (re.compile(r"(?P<level>\?\??)[ \t]*\Z"), BELOW),
)
BEGINNINGS = frozenset(" \t-*_#<QAC?") | {""}
FOREIGN_COMMENT = re.compile(r"[ \t]*<!--SR:[^\n]{0,300}?-->[ \t]*\Z")  # a schedule, as note-taking plug-ins write it
PAIRED = re.compile(r"(?:[ \t]+(:::?)|(:::?)(?=[ \t]))(?!:)")
BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


class MarkdownLine(NamedTuple):
    """A line: its shape, its number, and its text.

    `mark` is a heading's level in signs, what a comment of ours is about, or the mark that divides two sides; `rest` is
    what follows the mark, and `front` what precedes it.
    """

    shape: str
    number: int
    text: str
    mark: str = ""
    rest: str = ""
    front: str = ""


def cut(text: str, first: int = 1) -> Iterator[MarkdownLine]:
    """Yield the lines of a text; code in fences is text, whatever it holds. Raises ImportProblem for too many."""
    if text.count("\n") > MAX_LINES:
        raise too_many(MAX_LINES, "lines")
    lines = text.split("\n")
    fenced = _fenced(lines)
    for index, line in enumerate(lines):
        yield MarkdownLine(TEXT, first + index, line) if fenced[index] else _line(line, first + index)


def _line(text: str, number: int) -> MarkdownLine:
    if not text:
        return MarkdownLine(BLANK, number, text)
    text = FOREIGN_COMMENT.sub("", text) if "<!--SR:" in text else text
    for pattern, shape in SHAPES if text[:1] in BEGINNINGS else ():
        if found := pattern.match(text):
            groups = found.groupdict()
            mark, rest = groups.get("level") or "", groups.get("text") or groups.get("glued") or ""
            return MarkdownLine(mark if shape == ASKS else shape, number, text, mark, rest)
    return _pair(text, number) if "::" in text else MarkdownLine(TEXT, number, text)


def _pair(text: str, number: int) -> MarkdownLine:
    """Return a line that holds both sides of a card; one that names a C++ type is no card."""
    found = PAIRED.search(text)
    if not found:
        return MarkdownLine(TEXT, number, text)
    front, back = text[: found.start()], text[found.end() :].strip()
    bullet = BULLET.match(front)
    front = front[bullet.end() if bullet else 0 :].strip()
    if not front or not back or front.count("`") % 2:
        return MarkdownLine(TEXT, number, text)
    return MarkdownLine(PAIR, number, text, found[1] or found[2], back, front)


def _fenced(lines: Sequence[str]) -> Sequence[bool]:
    """Return for each line whether it belongs to fenced code; a fence that nothing closes is a line like any other."""
    inside = [False] * len(lines)
    unclosed = {"`": 1 << 30, "~": 1 << 30}  # no fence of so many ticks closes any more
    index = 0
    while index < len(lines):
        found = FENCE.match(lines[index]) if "``" in lines[index] or "~~" in lines[index] else None
        if not found or len(found["ticks"]) >= unclosed[found["ticks"][0]]:
            index += 1
            continue
        end = _end(lines, index + 1, found["ticks"])
        if not end:
            unclosed[found["ticks"][0]] = len(found["ticks"])
            index += 1
            continue
        inside[index:end] = [True] * (end - index)
        index = end
    return inside


def _end(lines: Sequence[str], start: int, ticks: str) -> int:
    """Return the index behind the line that closes a fence; 0 where none does."""
    for index in range(start, len(lines)):
        line = lines[index]
        if ticks in line and len(line) < 200 and not line.strip(" \t>").strip(ticks[0]):
            return index + 1
    return 0

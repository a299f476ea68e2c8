"""Cuts a Markdown file of cards into its lines: which are marks, headings, code, or text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from apps.formats.limits import MAX_LINES
from apps.formats.markdown.syntax import obsidian_links, spellings
from apps.formats.markdown.syntax.spellings import (
    SCHEDULE,
    Spelling,
    free_mark,
    is_card_tag,
    loose_mark,
    pair_in,
    schedules_in,
    without_tag_at_end,
)
from apps.formats.problems import too_many
from apps.formats.records import ScheduleRecord

TEXT, CODE, BLANK, RULE, HEADING, COMMENT, ASKS, ANSWERS, CLOZES, PAIR, BELOW, DEFINES, TERM, DOUBTFUL = (
    "text",
    "code",
    "blank",
    "rule",
    "heading",
    "comment",
    "Q",
    "A",
    "C",
    "pair",
    "below",
    "defines",
    "term",
    "doubtful",
)
FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?P<ticks>`{3,}(?=[^`]*$)|~{3,})")
SHAPES = (
    (re.compile(r"[ \t]*\Z"), BLANK),
    (re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z"), RULE),
    (re.compile(r"(?P<level>\#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+\#+)?[ \t]*\Z"), HEADING),
    (re.compile(r"<!-- (?P<level>note|section) (?P<text>\{.*\}) -->\Z"), COMMENT),
    (re.compile(r"(?P<level>[QAC]):(?:[ \t](?P<text>.*)|(?P<glued>(?!:).*))\Z"), ASKS),
    (re.compile(r"(?P<level>\?\??)[ \t]*\Z"), BELOW),
)
DEFINITION = re.compile(r" {0,3}:[ \t]+(?P<text>\S.*)\Z")
# A bold term, perhaps with a remark in parentheses; a dash or a colon ends it, inside its bold print or behind.
BOLD_TERM = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?P<bold>\*\*|__)(?P<term>(?!\s)(?:(?!(?P=bold)).){1,200}?)"
    r"(?:(?P<inside>:|[ \t]+[-\u2013\u2014])(?P=bold)"
    r"|(?<!\s)(?P=bold)(?P<remark>[ \t]+\([^()]{1,80}\))?(?:[ \t]*[:\u2013\u2014]|[ \t]+--?))"
    r"(?:[ \t]+(?P<text>\S.*))?\Z"
)
TIMES = re.compile(r"\d::\d")  # between numbers a pair is as likely as a range
BEGINNINGS = frozenset(" \t-*_#<QAC?") | {""}


class MarkdownLine(NamedTuple):
    """A line: its shape, its number, and its text.

    `mark` is a heading's level in signs, what a comment of ours is about, or the mark that divides two sides; `rest` is
    what follows the mark, and `front` what precedes it. `schedules` are in a comment at its end.
    """

    shape: str
    number: int
    text: str
    mark: str = ""
    rest: str = ""
    front: str = ""
    schedules: tuple[ScheduleRecord, ...] = ()
    is_certain: bool = False  # a pair that the line alone shows to be one


def cut(text: str, first: int = 1, *, has_definitions: bool = False) -> tuple[Spelling, list[MarkdownLine]]:
    """Return how a text spells its cards, and its lines; code in fences is text, whatever it holds.

    With `has_definitions`, terms with definitions are cards even where no others are.

    Raises ImportProblem for too many lines.
    """
    if text.count("\n") > MAX_LINES:
        raise too_many(MAX_LINES, "lines")
    lines = text.split("\n")
    inside = fenced(lines)
    spelling = spellings.spelling_of(text, (line for line, is_code in zip(lines, inside, strict=True) if not is_code))
    spelling = replace(spelling, has_definitions=spelling.has_definitions or has_definitions)
    return spelling, [
        MarkdownLine(CODE, number, line) if is_code else _scheduled(line, number, spelling)
        for number, (line, is_code) in enumerate(zip(lines, inside, strict=True), start=first)
    ]


def _scheduled(text: str, number: int, spelling: Spelling) -> MarkdownLine:
    """Return a line without the comment that holds schedules, and without the tag that makes it a card."""
    text = without_tag_at_end(text) if spelling.has_tags_at_end else text
    found = SCHEDULE.search(text) if "<!--SR:" in text else None
    if not found:
        return _linked(_line(text, number, spelling))
    line = _linked(_line(text[: found.start()], number, spelling))
    return line._replace(schedules=schedules_in(found["schedules"]))


def _linked(line: MarkdownLine) -> MarkdownLine:
    """Return a line with its links to other notes as text; brackets in a sentence with blanks are blanks."""
    if "[[" not in line.text or line.shape in (COMMENT, CLOZES):
        return line
    text, rest, front = map(obsidian_links.resolved, (line.text, line.rest, line.front))
    return line._replace(text=text, rest=rest, front=front)


def _line(text: str, number: int, spelling: Spelling) -> MarkdownLine:
    if not text or is_card_tag(text):
        return MarkdownLine(BLANK, number, "")
    if text[0] == "#" and spelling.has_heading_marks and (marked := _mark(text, spelling)):
        return MarkdownLine(marked[0], number, text, *marked)
    for pattern, shape in SHAPES if text[:1] in BEGINNINGS else ():
        if found := pattern.match(text):
            groups = found.groupdict()
            mark, rest = groups.get("level") or "", groups.get("text") or groups.get("glued") or ""
            return MarkdownLine(mark if shape == ASKS else shape, number, text, mark, rest)
    if marked := _mark(text, spelling):
        return MarkdownLine(marked[0], number, text, *marked)
    return _other(text, number, spelling)


def _mark(text: str, spelling: Spelling) -> tuple[str, str] | None:
    """Return the mark of a line beside plain ones, and its text, if the file has such marks."""
    if spelling.has_free_marks and (":" in text or "：" in text) and (mark := free_mark(text)):
        return mark
    return loose_mark(text) if spelling.has_loose_marks else None


def _other(text: str, number: int, spelling: Spelling) -> MarkdownLine:
    if spelling.has_definitions and ":" in text[:4] and (defined := DEFINITION.match(text)):
        return MarkdownLine(DEFINES, number, text, rest=defined["text"])
    if "::" in text:
        return _pair(text, number, spelling)
    return _term(text, number) if "**" in text or "__" in text else MarkdownLine(TEXT, number, text)


def _term(text: str, number: int) -> MarkdownLine:
    """Return a line that may hold a bold term and its definition."""
    found = BOLD_TERM.match(text)
    if not found or not found["term"].strip():
        return MarkdownLine(TEXT, number, text)
    front = f"{found['term'].strip()}{found['remark'] or ''}"
    return MarkdownLine(TERM, number, text, rest=(found["text"] or "").strip(), front=front)


def _pair(text: str, number: int, spelling: Spelling) -> MarkdownLine:
    """Return a line that holds both sides of a card, or that looks like it in a file without such cards."""
    pair = pair_in(text)
    if pair is None:
        return MarkdownLine(DOUBTFUL if TIMES.search(text) else TEXT, number, text)
    is_code = text.startswith(("    ", "\t")) and pair.is_glued and not spellings.BULLET.match(text)
    is_card = not is_code and (pair.is_certain or spelling.has_pairs or spelling.is_tagged)
    return MarkdownLine(
        PAIR if is_card else DOUBTFUL, number, text, pair.mark, pair.back, pair.front, (), is_card and pair.is_certain
    )


def fenced(lines: Sequence[str]) -> Sequence[bool]:
    """Return for each line whether it belongs to fenced code; a fence that nothing closes is a line like any other."""
    inside = [False] * len(lines)
    for start, end in fences(lines):
        inside[start:end] = [True] * (end - start)
    return inside


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield for fenced code that is closed the index of the line that opens it, and the one behind its last."""
    unclosed = {"`": 1 << 30, "~": 1 << 30}  # no fence of so many ticks closes any more
    index = 0
    while index < len(lines):
        found = FENCE.match(lines[index]) if "``" in lines[index] or "~~" in lines[index] else None
        if not found or len(found["ticks"]) >= unclosed[found["ticks"][0]]:
            index += 1
            continue
        end = _end(lines, index + 1, found["ticks"])
        if end:
            yield index, end
        else:
            unclosed[found["ticks"][0]] = len(found["ticks"])
        index = end or index + 1


def _end(lines: Sequence[str], start: int, ticks: str) -> int:
    """Return the index behind the line that closes a fence; 0 where none does."""
    for index in range(start, len(lines)):
        line = lines[index]
        if ticks in line and len(line) < 200 and not line.strip(" \t>").strip(ticks[0]):
            return index + 1
    return 0

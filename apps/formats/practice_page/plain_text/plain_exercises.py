"""Reads an exercise of copied plain text: writes it as Markdown, which the reader of exercises reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from apps.formats.practice_page.exercises import answers, exercise_reader, run_on_scenarios
from apps.formats.practice_page.markdown.syntax.blocks import Block, blocks
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element
from apps.formats.practice_page.plain_text.plain_lines import BULLET, PlainLine, divide_at, is_summary
from apps.formats.practice_page.records import Part
from apps.formats.text.escaping import as_markdown, sentences_as_markdown

NAMED = re.compile(
    r"(?:Part|Step|String|Scenario|Case|Example|Question|Task|Prompt|Item)[ ](?:[A-Z]|\d{1,3})(?![\w-])|[A-Z][.):][ ]"
)
NAME_END = re.compile(r"[.?!](?=\s|$)")
MAX_NAME_LENGTH = 80  # characters of what was in bold: "Part A: Read the label."
ANSWER = re.compile(r"(?:[-*•][ \t]+)?(?:[A-Za-z]+[ ])?(?:[A-Za-z]|\d{1,3})[ ]?[.):](?=\s|$)")
CLOSES = re.compile(r"(?:The )?(?:pattern|take-?aways?|lesson|point|moral|key (?:idea|point))\b", re.IGNORECASE)


Pieces = list[Block | Element]


class _MarkdownLines:
    """Lines of Markdown with the lines of the page from which they were made."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbers: list[int] = []

    def add(self, text: str, number: int, *, apart: bool = True) -> None:
        """Add a line, after a blank one unless it continues a list."""
        self.lines += ["", text] if apart else [text]
        self.numbers += [number, number] if apart else [number]

    def number(self, line: int) -> int:
        """Return the line of the page for one of ours, which count from 1."""
        return self.numbers[min(line, len(self.numbers)) - 1] if line and self.numbers else line


def read(title: str, line: int, lines: Sequence[PlainLine], warnings: Warnings) -> Part:
    """Return the exercise below a heading."""
    starts = [index for index, one in enumerate(lines) if is_summary(one)]
    output, found = _MarkdownLines(), Warnings()
    pieces: Pieces = []
    rest = list(lines[: starts[0]]) if starts else list(lines)
    answer_runs = divide_at(lines, starts)
    for index, own in enumerate(answer_runs):
        pieces += _prompt(output, rest, own, alone=len(starts) == 1)
        answer, rest = (
            _until_next_name(own[1:]) if index + 1 < len(answer_runs) else _until_closing(own[1:], len(starts))
        )
        pieces.append(_answer(output, own[0], answer))
    pieces += _paragraphs(output, rest) if starts else _prompt(output, rest, [], alone=True)
    part = exercise_reader.read(title, 0, pieces, found)
    for warned in found.found:
        warnings.add(output.number(warned.place.line) or line, warned.message)
    return replace(
        part, line=line, items=tuple(replace(item, line=output.number(item.line) or line) for item in part.items)
    )


def _until_next_name(lines: Sequence[PlainLine]) -> tuple[list[PlainLine], list[PlainLine]]:
    """Divide what is between two answers: the answer, and the scenario that the next one is for."""
    names = [index for index, line in enumerate(lines) if index and NAMED.match(line.text)]
    at = names[-1] if names else max(len(lines) - 1, 1)
    return list(lines[:at]), list(lines[at:])


def _until_closing(lines: Sequence[PlainLine], answer_count: int) -> tuple[list[PlainLine], list[PlainLine]]:
    """Divide the last of several answers from the take-away; a single answer is divided by its scenarios."""
    if answer_count > 1 and len(lines) > 1 and CLOSES.match(lines[-1].text):
        return list(lines[:-1]), [lines[-1]]
    return list(lines), []


def _prompt(
    output: _MarkdownLines, lines: Sequence[PlainLine], answer_lines: Sequence[PlainLine], *, alone: bool
) -> Pieces:
    """Write what is before an answer."""
    if not alone:
        return _group(output, lines)
    names = {found.name for line in answer_lines if (found := answers.read(line.text))}
    text = "\n".join(line.text for line in lines)
    before, scenarios = run_on_scenarios.scenarios(text, names)
    if not scenarios:
        return _paragraphs(output, lines)
    first = len(output.lines)
    for line in before.split("\n") if before else ():
        output.add(as_markdown(line), lines[0].number)
    for index, scenario in enumerate(scenarios):
        number = lines[text.count("\n", 0, scenario.start)].number
        shown = as_markdown(scenario.text.replace("\n", " "))
        output.add(f"- {scenario.name}. {shown}", number, apart=index == 0)
    return _blocks(output, first)


def _group(output: _MarkdownLines, lines: Sequence[PlainLine]) -> Pieces:
    """Write one of several scenarios that have answers of their own: its name was in bold."""
    first = len(output.lines)
    for line in lines:
        text = _with_bold_name(line.text) if NAMED.match(line.text) else as_markdown(line.text)
        output.add(text, line.number)
    return _blocks(output, first)


def _with_bold_name(text: str) -> str:
    end = NAME_END.search(text, 3, MAX_NAME_LENGTH)
    found = NAMED.match(text)
    at = end.end() if end else (len(text) if len(text) <= MAX_NAME_LENGTH else found.end() if found else 0)
    name, rest = as_markdown(text[:at]), sentences_as_markdown(text[at:])
    return f"**{name}** {rest}".rstrip()


def _paragraphs(output: _MarkdownLines, lines: Sequence[PlainLine]) -> Pieces:
    first = len(output.lines)
    _write(output, lines)
    return _blocks(output, first)


def _blocks(output: _MarkdownLines, first: int) -> Pieces:
    """Return the blocks of the lines from `first` on."""
    return [*blocks("\n".join(output.lines[first:]), first + 1)]


def _answer(output: _MarkdownLines, summary: PlainLine, lines: Sequence[PlainLine]) -> Element:
    """Write an answer, in which the lines that name a scenario are a list."""
    first = len(output.lines)
    _write(output, lines)
    text = "\n".join(output.lines[first:])
    return Element(DETAILS, _NONE, as_markdown(summary.text), text, first + 1, first + 1)


_NONE: Mapping[str, str] = {}


def _write(output: _MarkdownLines, lines: Sequence[PlainLine]) -> None:
    """Write lines as paragraphs, those with bullets or names of scenarios as lists."""
    was_item = False
    for line in lines:
        text = _item(line.text)
        output.add(text or as_markdown(line.text), line.number, apart=not (was_item and text))
        was_item = bool(text)


def _item(text: str) -> str:
    """Return a line that begins with a bullet, or with the name of a scenario, as an item of a list."""
    found = answers.read(text)
    name = ANSWER.match(text)
    if found and name:
        return f"- {found.name}: {sentences_as_markdown(text[name.end() :])}"
    bullet = BULLET.match(text)
    return f"- {sentences_as_markdown(text[bullet.end() :])}" if bullet else ""

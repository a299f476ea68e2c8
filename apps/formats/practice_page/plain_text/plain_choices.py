"""Reads numbered questions with choices, and their key, of copied plain text: writes them as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.formats.practice_page.exercises.choices import keyed_choices
from apps.formats.practice_page.markdown.syntax.blocks import blocks
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element
from apps.formats.practice_page.plain_text.plain_lines import PlainLine, is_summary
from apps.formats.practice_page.records import Part
from apps.formats.text.escaping import as_markdown

NAMED = re.compile(r"(?P<name>\(?(?:(?:Question[ ]|Q)?\d{1,3}|[A-Za-z])[.):])[ \t]+(?P<text>\S.*)")
ANSWERED = re.compile(r"\(?(?P<number>\d{1,3})[.):][ \t]+(?P<text>\S.*)")


def read(title: str, lines: Sequence[PlainLine]) -> list[Part]:
    """Return the questions of a section as exercises, one for each set of choices; nothing if its key is not sure."""
    starts = [index for index, line in enumerate(lines) if is_summary(line)]
    if len(starts) > 1:
        return []
    end = starts[0] if starts else len(lines)
    prompt, key = lines[:end], lines[end + 1 :]
    answers = [
        Element(DETAILS, {}, as_markdown(lines[start].text), "\n".join(map(_answer, key)), 0, 0) for start in starts
    ]
    parts = keyed_choices.read(title, [*blocks("\n".join(map(_shown, prompt)), 0), *answers])
    return [_with_lines(part, prompt) for part in parts]


def _shown(line: PlainLine) -> str:
    """Return a line as Markdown that begins with the same number or letter."""
    named = NAMED.fullmatch(line.text)
    return f"{named['name']} {as_markdown(named['text'])}" if named else as_markdown(line.text)


def _answer(line: PlainLine) -> str:
    answered = ANSWERED.fullmatch(line.text)
    return f"- {answered['number']}: {as_markdown(answered['text'])}" if answered else f"\n{as_markdown(line.text)}"


def _with_lines(part: Part, prompt: Sequence[PlainLine]) -> Part:
    """Return a part with the lines of the page, where it has those of the prompt."""
    found = tuple(replace(item, line=prompt[item.line].number) for item in part.items)
    return replace(part, line=prompt[part.line].number, items=found)

"""Takes lists apart, and reads the letter or number with which a scenario or an answer begins."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from apps.formats.practice_page.markdown.questions.question_text import unbold
from apps.formats.practice_page.markdown.syntax.blocks import LIST_ITEM, Block, end_of_fence
from apps.formats.text.escaping import as_markdown

NAME = re.compile(
    r"""(?P<bold>\*\*)?[ \t]*\(?(?P<name>[A-Za-z]|\d{1,3})
        (?: [.):] (?P<own>\*\*)? | (?P<apart>\*\*[.):]) )
        (?:[ \t]+|(?=\n|$))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Entry:
    """One scenario: its name ("A", "1"), its text, and the line in which it begins."""

    name: str
    text: str
    line: int


@dataclass(frozen=True)
class ListItem:
    """One item of a list without its marker; `ordinal` is the number that an ordered list gives it."""

    text: str
    line: int
    ordinal: str = ""


def items_of(block: Block) -> list[ListItem]:
    """Return the outermost items of a list block."""
    lines = block.own
    outermost = LIST_ITEM.match(lines[0])
    starts = _starts(lines, len(outermost["indent"]) if outermost else 0)
    ends = [*starts[1:], len(lines)]
    return [_item(lines[start:end], block.line + start) for start, end in zip(starts, ends, strict=True)]


def _starts(lines: Sequence[str], indent: int) -> list[int]:
    """Return in which lines the outermost items begin; code in them holds none."""
    starts, index = [], 0
    while index < len(lines):
        item = LIST_ITEM.match(lines[index])
        if item and len(item["indent"]) <= indent + 1:
            starts.append(index)
        index = end_of_fence(lines, index) or index + 1
    return starts


def _item(lines: Sequence[str], number: int) -> ListItem:
    marker = LIST_ITEM.match(lines[0])
    width = marker.end() if marker else 0
    text = "\n".join([lines[0][width:], *(_outdented(line, width) for line in lines[1:])])
    return ListItem(text.strip(), number, marker["marker"][:-1] if marker else "")


def _outdented(line: str, width: int) -> str:
    """Take at most `width` spaces from the beginning of a line."""
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


def named(text: str) -> tuple[str, str] | None:
    """Return the letter or number at the beginning of a text, and the rest without it."""
    found = NAME.match(text)
    if not found:
        return None
    rest = text[found.end() :]
    if found["bold"] and not (found["own"] or found["apart"]):
        rest = unbold(f"**{rest}")
    return found["name"], rest.strip()


def begins_with(block: Block, name: str) -> bool:
    """Return whether a list's first item begins with a letter or number."""
    marker = named(LIST_ITEM.sub("", block.lines[block.start], count=1))
    return marker is not None and marker[0] == name


def after(name: str) -> str:
    """Return the letter or number after a name, or nothing after the last letter."""
    if name.isdigit():
        return str(int(name) + 1)
    letters = string.ascii_uppercase if name.isupper() else string.ascii_lowercase
    return letters[letters.index(name) + 1 : letters.index(name) + 2]


def in_sequence(names: Sequence[str]) -> bool:
    """Return whether names count on from each other: A, B, C or 1, 2, 3."""
    return all(after(name) == following for name, following in pairwise(names))


def entries_of_code(lines: Sequence[str], first_line: int, start: str) -> tuple[str, list[Entry]]:
    """Return the text before the first scenario of a fenced block, and its scenarios from `start` on.

    A scenario may be wrapped over lines, which become one paragraph.
    """
    before: list[str] = []
    found: list[tuple[str, list[str], int]] = []
    expected = start
    for number, line in enumerate(lines, first_line):
        marker = named(line.strip())
        if marker and marker[0] == expected:
            found.append((expected, [marker[1]], number))
            expected = after(expected)
        else:
            (found[-1][1] if found else before).append(line.strip())
    return _unwrapped(before), [Entry(name, _unwrapped(texts), line) for name, texts, line in found]


def _unwrapped(lines: Sequence[str]) -> str:
    """Join the lines of a hard-wrapped text; blank ones divide paragraphs, and lists stay lists."""
    runs = [list(run) for filled, run in groupby(lines, key=bool) if filled]
    texts = ["\n".join(map(_shown, _paragraph(run))) for run in runs]
    if runs:  # what begins the text is no marker of a list: it followed a letter
        first, *more = _paragraph(runs[0])
        texts[0] = "\n".join([as_markdown(first), *map(_shown, more)])
    return "\n\n".join(texts)


def _paragraph(lines: Sequence[str]) -> list[str]:
    """Return the lines of one paragraph with those joined that a list's marker does not begin."""
    joined: list[list[str]] = []
    for line in lines:
        if joined and not LIST_ITEM.match(line):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [" ".join(texts) for texts in joined]


def _shown(line: str) -> str:
    """Return a line that was shown as code as Markdown that shows the same; a list's marker stays one."""
    item = LIST_ITEM.match(line)
    return f"{line[: item.end()]}{as_markdown(line[item.end() :])}" if item else as_markdown(line)

"""Takes the tags of a site's own components off a page: what they hold stays, and what holds nothing is named."""

import re
from collections.abc import Iterator

from apps.formats.messages import ngettext
from apps.formats.practice_page.markdown.syntax import attributes
from apps.formats.practice_page.markdown.syntax.blocks import end_of_fence
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import PARAGRAPH_END, ends_of_code
from apps.formats.problems import ImportProblem

TAG = re.compile(
    r"(?<![\w\\])<(?P<closing>/?)(?!(?i:details|summary)\b|[A-Z]+[0-9]?[\s/>])"
    r"(?P<name>(?P<card>[Ff]lashcard)|[A-Z]\w*(?:\.\w+)*|[a-z]\w*(?:-\w+)+)(?=[\s/>])"
)
MAX_NAMED = 5  # tags in one warning


def without(text: str, warnings: Warnings) -> str:
    """Return a page's source without tags that nothing here knows; the number of its lines stays."""
    if not TAG.search(text):
        return text
    pieces: list[str] = []
    left_out: list[tuple[str, int]] = []
    position = 0
    for start, end, name, is_empty in _tags(text):
        pieces += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
        if is_empty:
            left_out.append((name, text.count("\n", 0, start) + 1))
    if left_out:
        named = ", ".join(f"<{name}> ({line})" for name, line in left_out[:MAX_NAMED])
        message = ngettext(
            "{count} tag that is not known here was left out: {tags} (the number is its line).",
            "{count} tags that are not known here were left out: {tags} (the numbers are their lines).",
            len(left_out),
            tags=named,
        )
        warnings.add(left_out[0][1], message)
    return "".join([*pieces, text[position:]])


def _tags(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield where unknown tags begin and end, their names, and whether they hold nothing; pairs only as pairs."""
    opened: dict[str, int] = {}
    closings = {found["name"] for found in TAG.finditer(text) if found["closing"]}
    position = 0
    for found in _outside_code(text):
        end_of_tag = _end(text, found) if found.start() >= position else None
        if end_of_tag is None:
            continue
        (position, is_empty), name = end_of_tag, found["name"]
        if found["card"]:
            continue
        opened[name] = opened.get(name, 0) + (-1 if found["closing"] else not is_empty)
        if is_empty or (name in closings and opened[name] >= 0):
            yield found.start(), position, name, is_empty


def _end(text: str, found: re.Match[str]) -> tuple[int, bool] | None:
    """Return where a tag ends and whether it holds nothing, or nothing where it is none."""
    try:
        _values, end, is_empty = attributes.read(text, found.end(), 0)
    except ImportProblem:
        return None
    return end, is_empty


def _outside_code(text: str) -> Iterator[re.Match[str]]:
    code, at = list(_code(text)), 0
    for found in TAG.finditer(text):
        while at < len(code) and code[at][1] <= found.start():
            at += 1
        if at == len(code) or found.start() < code[at][0]:
            yield found


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends, fenced or in a line, in its order."""
    lines, spans = text.split("\n"), []
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    index = 0
    while index < len(lines):
        end = end_of_fence(lines, index)
        if end:
            spans.append((starts[index], starts[end]))
        index = end or index + 1
    inline = [(start, end) for start, end in ends_of_code(text, PARAGRAPH_END).items()]
    last = 0
    for start, end in sorted([*spans, *inline]):
        if start >= last:
            yield start, end
            last = end

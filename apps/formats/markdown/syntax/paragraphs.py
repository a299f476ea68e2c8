"""Paragraphs of Markdown, as lines: where the last one starts, and where their lines end."""

import re
from collections.abc import Sequence
from itertools import pairwise

# A line that begins a block of its own, or is code: a list, a quotation, a heading, a table, a rule, an indented line.
BLOCK = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|[>#|]|`{3}|~{3}|\Z)|(?: {4}|\t)")
FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:`{3}(?=[^`]*\Z)|~{3})")


def start_of_text(lines: Sequence[str]) -> int:
    """Return the index of the first line that is not blank."""
    return next((index for index, line in enumerate(lines) if line.strip()), len(lines))


def start_of_last(lines: Sequence[str]) -> int:
    """Return the index at which the last paragraph starts; blank lines may follow it."""
    start = len(lines)
    while start and not lines[start - 1].strip():
        start -= 1
    while start and lines[start - 1].strip():
        start -= 1
    return start


def with_line_ends(text: str) -> str:
    """Return Markdown in which each line of a paragraph ends where it does in the text; code, formulas, tables stay.

    Markdown joins such lines, and note-taking programs show them one below the other.
    """
    lines = text.split("\n")
    is_code = is_formula = False
    for index, (line, after) in enumerate(pairwise(lines)):
        is_code ^= not is_formula and bool(FENCE.match(line))
        is_formula ^= not is_code and line.count("$$") % 2 == 1
        if not (
            is_code
            or is_formula
            or line.rstrip().endswith("$$")
            or BLOCK.match(line)
            or BLOCK.match(after)
            or line.endswith(("\\", "  "))
        ):
            lines[index] = line + "\\"
    return "\n".join(lines)

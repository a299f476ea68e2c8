"""Texts of several parts in one field, one part for each card of a note. Pure.

The parts stand between lines of `===` with an empty line before and after. A part may be empty: that number makes no
card, so that the others keep theirs.
"""

from collections.abc import Iterable, Iterator

DIVIDER = "==="


def parts(text: str) -> list[str]:
    """Return the parts of a text: one more than it has dividers."""
    found: list[list[str]] = [[]]
    for line, divides in _lines(text):
        if divides:
            found.append([])
        else:
            found[-1].append(line)
    return ["\n".join(lines).strip("\n") for lines in found]


def joined(texts: Iterable[str]) -> str:
    """Return texts as one that `parts` gives back; a line of theirs that would divide them gets a backslash."""
    return f"\n\n{DIVIDER}\n\n".join(_undivided(text.strip("\n")) for text in texts).strip("\n")


def _undivided(text: str) -> str:
    return "\n".join(f"\\{line}" if divides else line for line, divides in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it divides: between empty lines, dividers or the ends of the text."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        around = (lines[index - 1] if index else "", *lines[index + 1 : index + 2])
        yield line, line == DIVIDER and not any(around)

"""Writes tables of HTML as Markdown."""

import re
from collections.abc import Callable, Sequence

from apps.formats.text.html.html_tree import Tag

MAX_CELLS = 10_000
ALIGNED = re.compile(r"text-align:\s*(left|center|right)", re.IGNORECASE)
RULES = {"left": ":---", "center": ":---:", "right": "---:"}


def table(tag: Tag, write: Callable[[Tag], str]) -> str | None:
    """Return a table whose first row is its head, with cells as `write` returns them; None for what is no table."""
    cells = [_within(row, ("td", "th")) for row in _within(tag, ("tr",))]
    width = max(map(len, cells), default=0)
    inside = sum(_length(cell) for row in cells for cell in row)
    if inside < _length(tag) or width * len(cells) > MAX_CELLS:
        return None
    rows = [row for row in ([_cell(write(cell)) for cell in row] for row in cells) if any(row)]
    if not rows:
        return ""
    rows.insert(1, [*map(_rule, cells[0]), *["---"] * (width - len(cells[0]))])
    return "\n".join(f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def _rule(cell: Tag) -> str:
    """Return what is below the head of a column: how it is aligned."""
    aligned = ALIGNED.search(cell.attributes.get("style", ""))
    return RULES[aligned[1].lower()] if aligned else "---"


def _within(parent: Tag, names: Sequence[str]) -> list[Tag]:
    """Return the tags of these names in a tag, but for those inside one another."""
    found: list[Tag] = []
    for child in parent.children:
        if isinstance(child, Tag):
            found += [child] if child.name in names else _within(child, names)
    return found


def _length(tag: Tag) -> int:
    """Return how many words a tag holds."""
    return len(tag.text.split())

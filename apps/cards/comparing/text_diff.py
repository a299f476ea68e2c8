"""What changed from one text to another, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile

SAME, ADDED, REMOVED = "same", "added", "removed"
MAX_PAIRS = 1_000_000  # of words, or of lines, that are compared with each other: a fraction of a second
WORDS = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")

Step = tuple[str, str]


def difference(old: str, new: str) -> list[Step]:
    """Return the parts of both texts in their order, each with SAME, ADDED or REMOVED.

    Those that are not REMOVED make up `new`, those that are not ADDED make up `old`. Long texts that differ all over
    are compared by lines, or not at all.
    """
    for tokens in (WORDS, LINES):
        a, b = tokens.findall(old), tokens.findall(new)
        start = _common_start(a, b)
        end = _common_start(a[start:][::-1], b[start:][::-1])  # most edits are small
        changed_a, changed_b = a[start : len(a) - end], b[start : len(b) - end]
        if len(changed_a) * len(changed_b) <= MAX_PAIRS:
            steps = [("".join(a[:start]),) * 2, *_pairs(changed_a, changed_b), ("".join(a[len(a) - end :]),) * 2]
            return list(_steps(steps))
    return list(_steps([(old, new)]))


def _common_start(a: list[str], b: list[str]) -> int:
    """Return how many tokens both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _pairs(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts that correspond, old and new; a mere space between two changes belongs to them."""
    changed = ("", "")
    for _, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
        pair = ("".join(a[i:j]), "".join(b[k:m]))
        if pair[0] != pair[1] or (any(changed) and not pair[0].strip(" ")):
            changed = (changed[0] + pair[0], changed[1] + pair[1])
            continue
        yield changed
        yield pair
        changed = ("", "")
    yield changed


def _steps(pairs: list[tuple[str, str]]) -> Iterator[Step]:
    for old, new in pairs:
        steps = [(SAME, old)] if old == new else [(REMOVED, old), (ADDED, new)]
        yield from (step for step in steps if step[1])

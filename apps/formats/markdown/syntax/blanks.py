"""Blanks in [brackets], as Markdown decks write them, and our own {{c1::blanks}}."""

import re
from itertools import count

OURS = re.compile(r"\{\{c\d{1,4}::")
SIMPLE = re.compile(r"\{\{c(?P<number>\d{1,4})::(?P<text>[^{}\[\]:\\`$]+)\}\}")
TOKEN = re.compile(
    r"""\\.
    |(?<!`)(?P<ticks>`{1,3})(?!`)[^`]*(?P=ticks)(?!`)
    |\$\$[^$]*\$\$|\$[^$\n]+\$
    |!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])
    |!\[[^\[\]\n]*\]|\[\^[^\[\]\n]*\]
    |\[(?P<blank>[^\[\]\n]+)\]""",
    re.VERBOSE,
)
HIGHLIGHT = re.compile(
    r"""\\.
    |(?<!`)(?P<ticks>`{1,3})(?!`)[^`]*(?P=ticks)(?!`)
    |==(?P<blank>[^=\s](?:[^=\n]*[^=\s])?)==
    |\$\$[^$]*\$\$|\$[^$\n]+\$""",
    re.VERBOSE,
)
BOLD = re.compile(
    r"""\\.
    |(?<!`)(?P<ticks>`{1,3})(?!`)[^`]*(?P=ticks)(?!`)
    |(?P<mark>\*\*|__)(?P<blank>[^*_\s](?:[^*_\n]*[^*_\s])?)(?P=mark)
    |\$\$[^$]*\$\$|\$[^$\n]+\$""",
    re.VERBOSE,
)


def numbered(text: str) -> str:
    """Return a text whose brackets are blanks with each blank numbered; links, code and formulas stay as they are."""
    return text if OURS.search(text) else _numbered(TOKEN, text)


def of_obsidian(text: str, *, bold_cloze: bool = False) -> str:
    """Return a text with each ==highlight== as a numbered blank, or without any, if chosen so, each **bold** part.

    Code and formulas around them stay as they are.
    """
    found = _numbered(HIGHLIGHT, text)
    return _numbered(BOLD, text) if bold_cloze and not OURS.search(found) else found


def highlighted(text: str) -> str:
    """Return a text with each ==highlight== of Obsidian as a mark, where it is no blank."""
    return HIGHLIGHT.sub(lambda found: f"<mark>{found['blank']}</mark>" if found["blank"] else found[0], text)


def _numbered(pattern: re.Pattern[str], text: str) -> str:
    """Return a text with each `blank` of the pattern numbered; what else it matches stays."""
    numbers = count(1)

    def blank(found: re.Match[str]) -> str:
        if not found["blank"]:
            return found[0]
        return f"{{{{c{next(numbers)}::{found['blank'].replace('::', ':&#58;')}}}}}"

    return pattern.sub(blank, text)


def bracketed(text: str) -> str:
    """Return a text with brackets for its blanks, where they are numbered in order; else as it is."""
    found = list(SIMPLE.finditer(text))
    if [int(blank["number"]) for blank in found] != list(range(1, len(found) + 1)):
        return text
    return SIMPLE.sub(r"[\g<text>]", text)

"""Blanks in [brackets], as Markdown decks write them, and our own {{c1::blanks}}."""

import re

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


def numbered(text: str) -> str:
    """Return a text whose brackets are blanks with each blank numbered; links, code and formulas stay as they are."""
    if OURS.search(text):
        return text
    count = 0

    def blank(found: re.Match[str]) -> str:
        nonlocal count
        if not found["blank"]:
            return found[0]
        count += 1
        return _numbered(count, found["blank"])

    return TOKEN.sub(blank, text)


def _numbered(number: int, text: str) -> str:
    return f"{{{{c{number}::{text.replace('::', ':&#58;')}}}}}"


def highlighted(text: str) -> str:
    """Return a text with each ==highlight== as a numbered blank; code and formulas around them stay as they are."""
    count = 0

    def blank(found: re.Match[str]) -> str:
        nonlocal count
        if not found["blank"]:
            return found[0]
        count += 1
        return _numbered(count, found["blank"])

    return HIGHLIGHT.sub(blank, text)


def bracketed(text: str) -> str:
    """Return a text with brackets for its blanks, where they are numbered in order; else as it is."""
    found = list(SIMPLE.finditer(text))
    if [int(blank["number"]) for blank in found] != list(range(1, len(found) + 1)):
        return text
    return SIMPLE.sub(r"[\g<text>]", text)

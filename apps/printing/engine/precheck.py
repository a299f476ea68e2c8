"""Which sheets are not even tried: what no author could save, and what would take all time and memory it is given.

And which are tried alone, because they could change or swallow the sheets beside them.
"""

import re

from apps.formats.text.html_tree import VOID

MAX_CHARACTERS = 1_000_000  # of HTML; all fields of a note hold 200,000
MAX_NESTED_ELEMENTS = 200  # elements; the engine gives up at some 250
MAX_CELLS = 1_000  # that one spans

SPAN = re.compile(r"\b(?:col|row)span=\W?0*(\d+)", re.IGNORECASE)
TAG = re.compile(r"<(/?)(\w++)[^<>]*?(/?)>")
REACHING = re.compile(
    r"<(?:/?(?:html|head|body|frameset|template)\b|style|link|meta|base|title|script|noscript|textarea|plaintext|xmp|iframe"
    r"|noembed|noframes|select|svg|[!?])",
    re.IGNORECASE,
)


def is_unprintable(html: str) -> bool:
    """Return whether a sheet is too long, too deep or too wide to be laid out."""
    return (
        len(html) > MAX_CHARACTERS
        or any(len(cells) > 9 or int(cells) > MAX_CELLS for cells in SPAN.findall(html))
        or _depth(html) > MAX_NESTED_ELEMENTS
    )


def needs_isolation(html: str) -> bool:
    """Return whether a sheet holds what no author can save and acts beyond itself: styles, or what needs an end."""
    return bool(REACHING.search(html))


def _depth(html: str) -> int:
    """Return how deep elements lie in each other, about: some need no end."""
    depth = deepest = 0
    for end, name, alone in TAG.findall(html):
        if end:
            depth = max(0, depth - 1)
        elif not alone and name.lower() not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest

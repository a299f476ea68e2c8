"""Which sheets are never laid out: what no author could save, and what would take any time and memory it gets.

And which are laid out alone, because they could change or swallow the sheets next to them.
"""

import re

from apps.formats.text.html.html_tree import VOID

MAX_CHARACTERS = 1_000_000  # of HTML; all fields of a note hold 200,000
MAX_NESTED_ELEMENTS = 200  # the engine gives up at some 250
MAX_SPAN = 1_000  # rows or columns of a cell

SPAN = re.compile(r"\b(?:col|row)span=\W?0*(\d+)", re.IGNORECASE)
TAG = re.compile(r"<(/?)(\w++)[^<>]*?(/?)>")
ACTS_BEYOND_ITSELF = re.compile(
    r"<(?:/?(?:html|head|body|frameset|template)\b|style|link|meta|base|title|script|noscript|textarea|plaintext|xmp|iframe"
    r"|noembed|noframes|select|svg(?! class=.occlusion.)|[!?])",
    re.IGNORECASE,
)


def is_unprintable(html: str) -> bool:
    """Return whether a sheet is too long, too deep or too wide to be laid out."""
    return (
        len(html) > MAX_CHARACTERS
        or any(len(cells) > 9 or int(cells) > MAX_SPAN for cells in SPAN.findall(html))
        or _depth(html) > MAX_NESTED_ELEMENTS
    )


def needs_isolation(html: str) -> bool:
    """Return whether a sheet holds what no author can save and acts beyond itself: styles, or unclosed elements."""
    return bool(ACTS_BEYOND_ITSELF.search(html))


def _depth(html: str) -> int:
    """Return about how deeply elements are nested."""
    depth = deepest = 0
    for end, name, alone in TAG.findall(html):
        if end:
            depth = max(0, depth - 1)
        elif not alone and name.lower() not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest

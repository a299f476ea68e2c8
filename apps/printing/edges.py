"""Keeps empty boxes at the edges of pages from being styled: a page has sixteen, of which ours fill two or three."""

import re
from copy import copy
from functools import lru_cache
from typing import Any

EDGE = re.compile("@(?:top|right|bottom|left)-")


def without_edges(html: type) -> type:
    """Return WeasyPrint's class HTML without what its own style sheet says of those boxes, which ours say themselves.

    Styling the empty ones takes a tenth of the time of a card. (WeasyPrint 70's own method: not a public API.)
    """

    class Inside(html):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_without_edges(sheet) for sheet in super()._ua_stylesheets(forms)]

    return Inside


@lru_cache(maxsize=2)
def _without_edges(style_sheet: Any) -> Any:
    found = copy(style_sheet)
    found.page_rules = [
        (rule, kept, declarations)
        for rule, selectors, declarations in style_sheet.page_rules
        if (kept := [each for each in selectors if not EDGE.match(each[1] or "")])
    ]
    return found

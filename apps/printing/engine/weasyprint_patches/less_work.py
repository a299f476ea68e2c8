"""Work that WeasyPrint does for each card and that changes nothing on paper, left out.

(WeasyPrint 70's and pydyf's own classes, which are passed in: not a public API.)
"""

import re
from copy import copy
from functools import cache, lru_cache
from typing import Any

EDGE = re.compile("@(?:top|right|bottom|left)-")


def patch_empty_edges(html: type) -> type:
    """Return the class HTML without what its own style sheet says of the boxes at the edges of pages.

    A page has sixteen, of which ours fill two or three, whose style sheets say all of them; styling the empty ones
    takes a tenth of the time of a card.
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


@cache
def patch_page_listing(pdf: Any) -> None:
    """Let the class PDF put the list of its pages together when it has a new one, not for every tag on every page."""
    listed = pdf.page_references.fget
    put_together = lru_cache(maxsize=1)(lambda document, _pages: listed(document))
    pdf.page_references = property(lambda document: put_together(document, len(document.pages["Kids"])))

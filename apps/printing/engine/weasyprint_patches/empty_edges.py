"""Skips the style rules for the empty margin boxes of pages.

A page has sixteen margin boxes. Ours fill two or three, and our own style sheets define all of those. Matching
WeasyPrint's default rules against the empty ones takes a tenth of the time of a card, and changes nothing on paper.
(Replaces `HTML._ua_stylesheets` of WeasyPrint 70, which is not a public API.)
"""

import re
from copy import copy
from functools import lru_cache
from typing import Any

MARGIN_BOX = re.compile("@(?:top|right|bottom|left)-")


def patch_empty_edges(html: type) -> type:
    """Return the class HTML with a default style sheet that has no rules for margin boxes."""

    class HTMLWithoutMarginBoxes(html):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[object]:
            return [_without_margin_boxes(sheet) for sheet in super()._ua_stylesheets(forms)]

    return HTMLWithoutMarginBoxes


@lru_cache(maxsize=2)
def _without_margin_boxes(style_sheet: Any) -> Any:
    copied = copy(style_sheet)
    copied.page_rules = [
        (rule, remaining, declarations)
        for rule, selectors, declarations in style_sheet.page_rules
        if (remaining := [each for each in selectors if not MARGIN_BOX.match(each[1] or "")])
    ]
    return copied

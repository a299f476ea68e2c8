"""How large a card is set to fit its page, and whether all of it is on the page. Reads WeasyPrint's boxes, without it.

A card that is too tall is set smaller, step by step; one that is still too tall continues on further pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from apps.printing.engine.paper_html.card_html import for_paper
from apps.printing.engine.weasyprint_types import Box, LaidOutDocument, LaidOutPage
from apps.printing.layouts.geometry import CARD, Geometry

LAST_STEP = 2  # of the sizes in pdf/page.css: 100, 85 and 70%
TOO_MANY_PAGES = 3  # a card that needs as many at full size fits one page at no size
TOO_DENSE = 0.32  # characters per square millimeter: no size makes them fit


class CutOff(Exception):
    """Part of a card would be outside its page."""


@dataclass(frozen=True)
class SheetSetting:
    """One sheet and how it is set."""

    html: str
    step: int = 0
    flows: bool = False
    narrow: bool = False
    numbered: bool = False  # whether its pages are numbered, where they are several
    pages: int = 1

    def markup(self, position: int, turn: int) -> str:
        """Return the sheet's HTML, named by its position in the group; it is the nth that is laid out now."""
        classes = f"print-card print-step-{self.step}{' print-narrow' * self.narrow}"
        if self.pages > 1:  # pages are counted while a name lasts, so neighbors need different names
            classes += f" print-long-{'ab'[turn % 2]}"
        html = for_paper(self.html, narrow=self.narrow)
        return f'<div class="{classes}" id="card-{position}" data-pages="{self.pages}">{html}</div>'


def check(fragments: Iterable[list["CardFragment"]]) -> None:
    """Raise CutOff where something of a sheet is outside its page."""
    if any(fragment.too_wide or fragment.too_tall for of_sheet in fragments for fragment in of_sheet):
        raise CutOff


def better_setting(setting: SheetSetting, fragments: list["CardFragment"]) -> SheetSetting | None:
    """Return how a sheet is set in the next attempt, or None where it fits."""
    if better := _next_setting(setting, fragments):
        return better
    if setting.numbered and setting.pages < len(fragments):
        return replace(setting, pages=len(fragments))
    return None


def first_setting(html: str, page: str, paper: Geometry) -> SheetSetting:
    """Return how a sheet is set in the first attempt."""
    if page != CARD:
        return SheetSetting(html, flows=True)
    text = re.sub(r"<[^>]*>", "", html)
    if len(text) > TOO_DENSE * paper.width_mm * paper.height_mm:
        return SheetSetting(html, LAST_STEP, flows=True, numbered=True)
    return SheetSetting(html)


def _next_setting(setting: SheetSetting, fragments: list["CardFragment"]) -> SheetSetting | None:
    if not setting.narrow and any(fragment.too_wide for fragment in fragments):
        return replace(setting, narrow=True)
    if setting.flows or (len(fragments) == 1 and not fragments[0].too_tall):
        return None
    if setting.step == LAST_STEP or len(fragments) >= TOO_MANY_PAGES:
        return replace(setting, step=LAST_STEP, flows=True, numbered=True)
    return replace(setting, step=setting.step + 1)


@dataclass(frozen=True)
class CardFragment:
    """What one page holds of one sheet."""

    page: LaidOutPage
    box: Box
    edge: float

    @property
    def too_wide(self) -> bool:
        """Whether something sticks out to the right."""
        return self._extent[0] > self.page.width - self.edge

    @property
    def too_tall(self) -> bool:
        """Whether something sticks out at the bottom."""
        return self._extent[1] > self.page.height - self.edge

    @cached_property
    def _extent(self) -> tuple[float, float]:
        """Return how far its texts and pictures extend to the right and down."""
        right = bottom = 0.0
        for box in self.box.descendants():
            if hasattr(box, "text") or hasattr(box, "replacement"):
                right = max(right, box.position_x + box.width)
                bottom = max(bottom, box.position_y + box.height)
        return right, bottom


def boxes_in_order(document: LaidOutDocument) -> Iterator[tuple[int, LaidOutPage, Box]]:
    """Yield the sheets on each page: the position in the group, the page and the box."""
    for page in document.pages:
        (body,) = page._page_box.children[0].children
        for box in body.children:
            yield int(box.element.get("id").removeprefix("card-")), page, box


def fragments_of(document: LaidOutDocument, edge: float) -> dict[int, list[CardFragment]]:
    """Return the fragments of each sheet, one for every page that it is on."""
    fragments: dict[int, list[CardFragment]] = defaultdict(list)
    for position, page, box in boxes_in_order(document):
        fragments[position].append(CardFragment(page, box, edge))
    return fragments

"""How large a card is set to fit its page, and whether all of it lies there. Reads WeasyPrint's boxes, without it.

A card that is too tall is set smaller, step by step; one that is still too tall goes on over further pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from apps.printing.layouts.card_html import for_paper
from apps.printing.layouts.geometry import CARD, Geometry

SMALLEST = 2  # the last step of sizes in pdf/page.css: 100, 85 and 70 %
HOPELESS_PAGES = 3  # a card that needs as many at full size fits one page at no size
HOPELESS_TEXT = 0.32  # characters per square millimetre


class CutOff(Exception):
    """Part of a card would lie outside its page."""


@dataclass(frozen=True)
class Setting:
    """One sheet and how it is set."""

    html: str
    step: int = 0
    flows: bool = False
    narrow: bool = False
    numbered: bool = False  # whether its pages say which of them they are, where they are several
    pages: int = 1

    def markup(self, place: int, turn: int) -> str:
        """Return the sheet's HTML, named after its place in the booklet; it is the nth that is laid out now."""
        classes = f"print-card print-step-{self.step}{' print-narrow' * self.narrow}"
        if (
            self.pages > 1
        ):  # neighbours need names of their own, for each starts to count its pages where the name changes
            classes += f" print-long-{'ab'[turn % 2]}"
        html = for_paper(self.html, narrow=self.narrow)
        return f'<div class="{classes}" id="card-{place}" data-pages="{self.pages}">{html}</div>'


def check(pieces: Iterable[list["CardFragment"]]) -> None:
    """Raise CutOff where something of a sheet lies outside its page."""
    if any(piece.too_wide or piece.too_tall for found in pieces for piece in found):
        raise CutOff


def better_setting(setting: Setting, pieces: list["CardFragment"]) -> Setting | None:
    """Return how a sheet is to be tried next, or None where it is well as it is."""
    if better := _next_setting(setting, pieces):
        return better
    if setting.numbered and setting.pages < len(pieces):
        return replace(setting, pages=len(pieces))
    return None


def first_setting(html: str, page: str, paper: Geometry) -> Setting:
    """Return how a sheet is tried first."""
    if page != CARD:
        return Setting(html, flows=True)
    text = re.sub(r"<[^>]*>", "", html)
    most = HOPELESS_TEXT * paper.width_mm * paper.height_mm
    return Setting(html, SMALLEST, flows=True, numbered=True) if len(text) > most else Setting(html)


def _next_setting(setting: Setting, pieces: list["CardFragment"]) -> Setting | None:
    if not setting.narrow and any(piece.too_wide for piece in pieces):
        return replace(setting, narrow=True)
    if setting.flows or (len(pieces) == 1 and not pieces[0].too_tall):
        return None
    if setting.step == SMALLEST or len(pieces) >= HOPELESS_PAGES:
        return replace(setting, step=SMALLEST, flows=True, numbered=True)
    return replace(setting, step=setting.step + 1)


@dataclass(frozen=True)
class CardFragment:
    """What one page holds of one sheet. (WeasyPrint 70's own boxes: not a public API.)"""

    page: Any
    box: Any
    edge: float

    @property
    def too_wide(self) -> bool:
        """Whether something sticks out to the right."""
        return bool(self._reach[0] > self.page.width - self.edge)

    @property
    def too_tall(self) -> bool:
        """Whether something sticks out at the bottom."""
        return bool(self._reach[1] > self.page.height - self.edge)

    @cached_property
    def _reach(self) -> tuple[float, float]:
        """Return how far its texts and pictures reach to the right and down."""
        right = down = 0.0
        for box in self.box.descendants():
            if hasattr(box, "text") or hasattr(box, "replacement"):
                right = max(right, box.position_x + box.width)
                down = max(down, box.position_y + box.height)
        return right, down


def in_order(document: Any) -> Iterator[tuple[int, Any, Any]]:
    """Yield the sheets on each page: the place in the booklet, the page and the box."""
    for page in document.pages:
        (body,) = page._page_box.children[0].children
        for box in body.children:
            yield int(box.element.get("id").removeprefix("card-")), page, box


def pieces_of(document: Any, edge: float) -> dict[int, list[CardFragment]]:
    """Return the pieces of each sheet, one for every page it stands on."""
    pieces: dict[int, list[CardFragment]] = defaultdict(list)
    for place, page, box in in_order(document):
        pieces[place].append(CardFragment(page, box, edge))
    return pieces

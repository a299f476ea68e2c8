"""The first card as it will look on its paper, drawn to scale on the print page: its page, or each of its two sides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.printing.layouts.cut_sheets import CardGrid
from apps.printing.layouts.flashcards import CardSheet, OnePerPage, TwoSided
from apps.printing.layouts.geometry import CARD, CARD_PT, PIXELS_PER_MM, Geometry
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.previews.first_sheet import DrawnSide, first_sheet_of
from apps.printing.request.options import LESSON_LAYOUTS, LIST, PrintOptions
from apps.printing.request.selection import Selection


@dataclass(frozen=True)
class CardPreview:
    """A piece of paper with what is on it, in CSS pixels; texts because a template would localize 1.5."""

    sides: list[CardSheet]
    language: str
    is_whole: bool  # whether the paper is the one that is printed on, not a part of it
    is_tall: bool
    ink_saving: bool
    width: str
    height: str
    margin: str
    inner_width: str
    inner_height: str
    scale: str
    first_sheet: list[DrawnSide]
    is_laid_out: bool  # whether the first sheet is known, not only planned


def preview_of(
    layout: Layout | None, selection: Selection, options: PrintOptions, pages: Sequence[int] = ()
) -> CardPreview | None:
    """Return the first card on its paper; None where there is none, or where questions are printed.

    `pages` are how many pages each of the first fronts and backs takes, where that is known.
    """
    if options.layout in LESSON_LAYOUTS or not len(selection):
        return None
    cards = _shown(layout, selection, options)
    card = cards.first()
    if card is None:
        return None
    page = replace(cards.page, scale=options.scale)
    return CardPreview(
        sides=card.sides if isinstance(cards, TwoSided) else [card],
        language=card.language,
        is_whole=cards is layout and not isinstance(layout, CardGrid),
        is_tall=page.height_mm > page.width_mm,
        ink_saving=options.ink_saving,
        first_sheet=first_sheet_of(layout, pages),
        is_laid_out=bool(pages),
        **_sizes(page),
    )


def _shown(layout: Layout | None, selection: Selection, options: PrintOptions) -> OnePerPage:
    """Return a layout whose cards have a page, or a cell of one: the chosen one, or else one card per page."""
    if isinstance(layout, OnePerPage) and options.layout != LIST:
        return layout
    return OnePerPage(selection, PrintOptions())


def _sizes(page: Geometry) -> dict[str, str]:
    scale = page.type_pt(CARD) / CARD_PT
    return {
        "width": _pixels(page.width_mm),
        "height": _pixels(page.height_mm),
        "margin": _pixels(page.margin),
        "inner_width": _pixels((page.width_mm - 2 * page.margin) / scale),
        "inner_height": _pixels((page.height_mm - 2 * page.margin) / scale),
        "scale": f"{scale:.3g}",
    }


def _pixels(mm: float) -> str:
    return f"{mm * PIXELS_PER_MM:.1f}"

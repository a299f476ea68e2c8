"""The paper of a print and what follows from it: margins, type sizes, and the style sheet for them."""

from dataclasses import dataclass

CARD, LIST, WORKSHEET, CALIBRATION = "card", "list", "worksheet", "calibration"  # the @pages of the style sheets
PAGE_NAMES = {CARD: "card, long-a, long-b", WORKSHEET: "worksheet, worksheet-in-parts"}  # where it has several

A6_AREA = 148.0 * 105.0
CARD_PT, MIN_CARD_PT, MAX_CARD_PT = 12.5, 9.0, 17.0  # type on a card: on A6, and its bounds
GROWTH_EXPONENT = 0.3  # of type size with card area: half the area has type of four fifths the size
FLOWING_PT, FLOWING_SMALL_PT = 11.0, 9.5
WIDE = 100.0  # millimeters: on wider paper the foot has room for license and attribution
NARROW = 65.0  # on a narrower card the foot's right half is below its left half
NARROW_FOOT = """
@page card { @bottom-left { content: string(deck) "\\A" string(place) } @bottom-right { content: none } }
@page long-a, long-b {
  @bottom-left { content: string(deck) "\\A(" counter(leaf) "/" string(leaves) ")  " string(place) }
  @bottom-right { content: none }
}
"""
PLACE_EM, LONG_PLACE_EM = 13.5, 17.5  # room for "10,000 of 10,000 · ABCDEF" in the foot, and for "(2/2)" before it
MAX_MARGIN_DIVISOR = 5  # a margin is at most a fifth of the shorter side, so that text keeps most of its paper
BLACK, SOFT = "#000", "#5f5a52"
PIXELS_PER_MM = 96 / 25.4
MM_PER_PT = 25.4 / 72


def limited_margin(margin: float, width: float, height: float) -> float:
    """Return the margin, or the widest that a paper of that size allows."""
    return min(margin, min(width, height) / MAX_MARGIN_DIVISOR)


@dataclass(frozen=True, kw_only=True)
class Geometry:
    """A page: its size, its margin (0 for the default one), its type size, and whether it saves ink."""

    width_mm: float = 148.0
    height_mm: float = 105.0
    margin_mm: float = 0.0
    scale: int = 100
    ink_saving: bool = False

    @property
    def margin(self) -> float:
        """Return the margin at the top and at the sides."""
        default = max(4.0, min(20.0, round(0.115 * min(self.width_mm, self.height_mm))))
        return limited_margin(self.margin_mm or default, self.width_mm, self.height_mm)

    @property
    def wide(self) -> bool:
        """Whether the foot has room for more than a line."""
        return self.width_mm >= WIDE

    def edge_px(self, page: str) -> float:
        """Return how many CSS pixels at the right and at the bottom a card must leave empty."""
        if page == CALIBRATION:
            return -1.0  # its drawing covers the paper
        return min(20.0, 0.4 * self.margin * PIXELS_PER_MM)

    def bottom(self, page: str) -> float:
        """Return the margin at the bottom, which holds the foot."""
        if page == CARD:
            return max(self.margin + 4, 14.0 if self.wide else 7.0)
        return max(self.margin + 8, 24.0) if self.wide else max(self.margin + 4, 9.0)

    def type_pt(self, page: str) -> float:
        """Return the size of type at full size."""
        if page != CARD:
            size = FLOWING_PT if self.width_mm >= 1.4 * WIDE else FLOWING_SMALL_PT
        else:
            grown = CARD_PT * (self.width_mm * self.height_mm / A6_AREA) ** GROWTH_EXPONENT
            size = max(MIN_CARD_PT, min(grown, MAX_CARD_PT))
        return round(size * self.scale / 100, 2)

    def css(self, page: str) -> str:
        """Return the style sheet for this paper; what does not depend on it is in static/css/pdf."""
        margin, bottom = (0.0, 0.0) if page == CALIBRATION else (self.margin, self.bottom(page))
        inner_width, inner_height = self.width_mm - 2 * margin, self.height_mm - margin - bottom
        margins = " ".join(f"{length:g}mm" for length in (margin, margin, bottom))
        foot = self._foot_pt(page)
        return (
            f"@page {PAGE_NAMES.get(page, page)} {{ size: {self.width_mm:g}mm {self.height_mm:g}mm; margin: {margins};"
            f" color: {BLACK if self.ink_saving else SOFT}; font-size: {foot:.2f}pt;"
            f" @bottom-left {{ padding-top: {bottom / 4:g}mm }} @bottom-right {{ padding-top: {bottom / 4:g}mm }} }}\n"
            f":root {{ --paper-width: {inner_width:g}mm; --paper-height: {inner_height:g}mm;"
            f" font-size: {self.type_pt(page):g}pt }}\n"
        ) + self._card_foot_css() * (page == CARD)

    def _foot_pt(self, page: str) -> float:
        return max(5.5, min(7.0, 0.56 * self.type_pt(page)))

    def _card_foot_css(self) -> str:
        """Return how a card's foot is divided: finding out from its texts would take the engine a tenth of its time."""
        inner, em = self.width_mm - 2 * self.margin, self._foot_pt(CARD) * MM_PER_PT
        if self.width_mm < NARROW:
            return NARROW_FOOT + f"@page {PAGE_NAMES[CARD]} {{ @bottom-left {{ width: {inner:g}mm }} }}\n"
        return _divided_foot("card", inner, PLACE_EM * em) + _divided_foot("long-a, long-b", inner, LONG_PLACE_EM * em)


def _divided_foot(pages: str, width: float, right: float) -> str:
    boxes = f"@bottom-left {{ width: {width - right:.2f}mm }} @bottom-right {{ width: {right:.2f}mm }}"
    return f"@page {pages} {{ {boxes} }}\n"

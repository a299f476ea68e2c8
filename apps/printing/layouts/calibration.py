"""The calibration sheet: shows how far a printer's back lies from its front, and whether it prints at full size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string

from apps.printing.engine.weasyprint_door import DocumentInfo
from apps.printing.layouts.geometry import CALIBRATION, Geometry
from apps.printing.layouts.layout import Imposition, Sheet
from apps.printing.request.options import PrintOptions

TEMPLATE = "printing/_calibration.html"
REACH = 12  # millimetres of the scale to each side of the cross
LABELLED = (-10, 10)
RULER = 100  # millimetres of the line to measure
INSET = 15  # of the corner crosses from the paper's edges
Line = tuple[float, float, float, float]

FRONT_SAYS = [
    "Print both pages on one sheet of paper, at actual size (100 %), as you will print your cards.",
    "Measure the line below: if it is not 100 mm long, the printer scales. Switch that off first.",
    "Then hold the sheet against a light, with the other side towards you.",
]
TURNED = (
    "If both headings are at the same edge, your printer turns the paper over its {} edge, otherwise over its {} one."
)
BACK_SAYS = [
    "Hold the sheet against a light, this side towards you. Find the cross of the other side on the two scales.",
    "Where it lies on the level scale is how far to move the backs right, on the upright one, how far down.",
    "Type both where you print cards. Print this sheet again with them: the crosses now meet.",
]


@dataclass(frozen=True)
class CalibrationSide(Sheet):
    """One side of the calibration sheet."""

    width: float
    height: float
    offset: tuple[float, float]
    back: bool

    def html(self) -> str:
        """Return the side as HTML."""
        return render_to_string(TEMPLATE, self._context())

    @property
    def _turned(self) -> str:
        """Return how to tell over which edge the printer turns the paper: sideways, where the headings stay above."""
        edges = ("long", "short") if self.height >= self.width else ("short", "long")
        return TURNED.format(*edges)

    def placeholder(self) -> "CalibrationSide":
        """Return itself: it holds nothing that could fail."""
        return self

    def _context(self) -> dict[str, Any]:
        x, y = self.width / 2 + self.offset[0], self.height / 2 + self.offset[1]
        lines = [*cross(x, y, REACH), *(scales(x, y) if self.back else ruler(x, self.height - 40))]
        for corner_x in (INSET, self.width - INSET):
            for corner_y in (INSET, self.height - INSET):
                lines += cross(corner_x + self.offset[0], corner_y + self.offset[1], 4)
        return {
            "title": f"Calibration sheet: {'back' if self.back else 'front'}",
            "said": [*BACK_SAYS, self._turned] if self.back else FRONT_SAYS,
            "alternative": "A cross with scales in millimetres" if self.back else "A cross, and a line of 100 mm",
            "drawing": drawing(self.width, self.height, lines),
            "labels": labels(x, y) if self.back else [_label("100 mm", x, self.height - 36)],
        }


class Calibration:
    """A front and a back with crosses in the same places, and scales on the back."""

    thing = "calibration sheet"
    file_name = "calibration"
    count = 1
    imposition: Imposition | None = None

    def __init__(self, options: PrintOptions) -> None:
        self.options = options

    @property
    def about(self) -> DocumentInfo:
        """What the PDF says of itself."""
        width, height = self.options.size_mm
        paper = Geometry(width_mm=width, height_mm=height, ink_saving=self.options.ink_saving)
        return DocumentInfo("Calibration sheet", "en", "", page=CALIBRATION, **vars(paper))

    def groups(self) -> Iterator[list[Sheet]]:
        """Yield its two sides."""
        offset = self.options.offset_x_mm, self.options.offset_y_mm
        yield [
            CalibrationSide(*self.options.size_mm, (0, 0), back=False),
            CalibrationSide(*self.options.size_mm, offset, back=True),
        ]


def cross(x: float, y: float, reach: float) -> list[Line]:
    """Return the lines of a cross."""
    return [(x - reach, y, x + reach, y), (x, y - reach, x, y + reach)]


def scales(x: float, y: float) -> list[Line]:
    """Return a tick for each half millimetre along the arms of a cross."""
    lines: list[Line] = []
    for half in range(-2 * REACH, 2 * REACH + 1):
        at, long = half / 2, 2.5 if half % 10 == 0 else 1.5 if half % 2 == 0 else 0.8
        lines += [(x + at, y, x + at, y + long), (x, y + at, x + long, y + at)]
    return lines


def ruler(x: float, y: float) -> list[Line]:
    """Return a line of RULER millimetres with a tick for each ten."""
    start = x - RULER / 2
    ticks: list[Line] = [(start + at, y - 2, start + at, y) for at in range(0, RULER + 1, 10)]
    return [(start, y, start + RULER, y), *ticks]


def labels(x: float, y: float) -> list[dict[str, str]]:
    """Return the numbers along the scales: to the right and down is more."""
    across = [_label(str(number), x + number, y + 4.5) for number in LABELLED]
    return across + [_label(str(number), x + 5.5, y + number) for number in LABELLED]


def _label(text: str, x: float, y: float) -> dict[str, str]:
    return {"text": text.replace("-", "−"), "left": f"{x:.2f}", "top": f"{y:.2f}"}


def drawing(width: float, height: float, lines: list[Line]) -> str:
    """Return the address of a picture of lines, as large as the paper."""
    path = "".join(f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for a, b, c, d in lines)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}mm"'
        f' height="{height:g}mm"><path d="{path}" stroke="#000" stroke-width="0.12" fill="none"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"

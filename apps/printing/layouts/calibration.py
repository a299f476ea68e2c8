"""The calibration sheet: shows how far a printer's back is off its front, and whether it prints at full size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.geometry import CALIBRATION, Geometry
from apps.printing.layouts.layout import CALIBRATION_SHEETS, Layout, Sheet
from apps.printing.request.options import PrintOptions

TEMPLATE = "printing/_calibration.html"
SCALE_LENGTH = 12  # millimeters of the scale to each side of the cross
LABELED_TICKS = (-10, 10)
RULER_LENGTH = 100  # millimeters of the line to measure
INSET = 15  # of the corner crosses from the paper's edges

type Line = tuple[float, float, float, float]


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
    def label(self) -> str:
        """Return the heading of the side."""
        return _("Calibration sheet: back") if self.back else _("Calibration sheet: front")

    def placeholder(self) -> "CalibrationSide":
        """Return itself: it holds nothing that could fail."""
        return self

    def _context(self) -> dict[str, object]:
        x, y = self.width / 2 + self.offset[0], self.height / 2 + self.offset[1]
        context = {"title": self.label, "drawing": drawing_url(self.width, self.height, self._lines(x, y))}
        if self.back:
            return context | {
                "instructions": [*_back_instructions(), _flip_instruction(is_portrait=self.height >= self.width)],
                "alternative": _("A cross with scales in millimeters"),
                "labels": tick_labels(x, y),
            }
        return context | {
            "instructions": _front_instructions(),
            "alternative": _("A cross, and a line of 100 mm"),
            "labels": [_label("100 mm", x, self.height - 36)],
        }

    def _lines(self, x: float, y: float) -> list[Line]:
        lines = [*cross(x, y, SCALE_LENGTH), *(scales(x, y) if self.back else ruler(x, self.height - 40))]
        for corner_x in (INSET, self.width - INSET):
            for corner_y in (INSET, self.height - INSET):
                lines += cross(corner_x + self.offset[0], corner_y + self.offset[1], 4)
        return lines


class Calibration(Layout):
    """A front and a back with crosses in the same positions, and scales on the back."""

    thing = CALIBRATION_SHEETS
    file_name = "calibration"
    count = 1

    def __init__(self, options: PrintOptions) -> None:
        self.options = options

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""
        width, height = self.options.size_mm
        paper = Geometry(width_mm=width, height_mm=height, ink_saving=self.options.ink_saving)
        return DocumentInfo(_("Calibration sheet"), get_language() or "en", "", page=CALIBRATION, **vars(paper))

    @property
    def assembly_options(self) -> Mapping[str, object]:
        """Return the options."""
        return self.options.as_dict()

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield its two sides."""
        offset = self.options.offset_x_mm, self.options.offset_y_mm
        yield [
            CalibrationSide(*self.options.size_mm, (0, 0), back=False),
            CalibrationSide(*self.options.size_mm, offset, back=True),
        ]


def _front_instructions() -> list[str]:
    return [
        _("Print both pages on one sheet of paper, at actual size (100%), as you will print your cards."),
        _("Measure the line below. If it is not 100 mm long, turn off scaling in your printer’s settings first."),
        _("Then hold the sheet up to a light, with the other side facing you."),
    ]


def _back_instructions() -> list[str]:
    return [
        _(
            "Hold the sheet up to a light, with this side facing you, and find the cross of the other side on the two"
            " scales."
        ),
        _("The horizontal scale shows how far to move the backs right, the vertical scale how far to move them down."),
        _("Enter both as the back offset where you print cards. Print this sheet again with them: the crosses meet."),
    ]


def _flip_instruction(*, is_portrait: bool) -> str:
    """Return how to find out on which edge the printer flips: on the vertical one, the headings stay on top."""
    if is_portrait:
        return _(
            "If both headings are on the same edge, your printer flips the paper on its long edge, otherwise on its"
            " short edge."
        )
    return _(
        "If both headings are on the same edge, your printer flips the paper on its short edge, otherwise on its long"
        " edge."
    )


def cross(x: float, y: float, length: float) -> list[Line]:
    """Return the lines of a cross with arms of that length."""
    return [(x - length, y, x + length, y), (x, y - length, x, y + length)]


def scales(x: float, y: float) -> list[Line]:
    """Return a tick for each half millimeter along the arms of a cross."""
    lines: list[Line] = []
    for half in range(-2 * SCALE_LENGTH, 2 * SCALE_LENGTH + 1):
        at, length = half / 2, 2.5 if half % 10 == 0 else 1.5 if half % 2 == 0 else 0.8
        lines += [(x + at, y, x + at, y + length), (x, y + at, x + length, y + at)]
    return lines


def ruler(x: float, y: float) -> list[Line]:
    """Return a line of RULER_LENGTH millimeters with a tick for each ten."""
    start = x - RULER_LENGTH / 2
    ticks: list[Line] = [(start + at, y - 2, start + at, y) for at in range(0, RULER_LENGTH + 1, 10)]
    return [(start, y, start + RULER_LENGTH, y), *ticks]


def tick_labels(x: float, y: float) -> list[dict[str, str]]:
    """Return the numbers along the scales, which grow to the right and down."""
    across = [_label(str(number), x + number, y + 4.5) for number in LABELED_TICKS]
    return across + [_label(str(number), x + 5.5, y + number) for number in LABELED_TICKS]


def _label(text: str, x: float, y: float) -> dict[str, str]:
    return {"text": text.replace("-", "−"), "left": f"{x:.2f}", "top": f"{y:.2f}"}


def drawing_url(width: float, height: float, lines: list[Line]) -> str:
    """Return the data URL of a picture of lines, as large as the paper."""
    path = "".join(f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for a, b, c, d in lines)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}mm"'
        f' height="{height:g}mm"><path d="{path}" stroke="#000" stroke-width="0.12" fill="none"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"

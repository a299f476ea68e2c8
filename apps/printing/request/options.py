"""How a print looks: the layout, the paper and its options, for the page, the command and the job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

ONE_PER_PAGE, DUPLEX, SHEET, FOLD, LIST = "one-per-page", "duplex", "sheet", "fold", "list"
WORKSHEET, ANSWER_KEY, CALIBRATION = "worksheet", "answer-key", "calibration"
LAYOUTS = (ONE_PER_PAGE, DUPLEX, SHEET, FOLD, LIST, WORKSHEET, ANSWER_KEY, CALIBRATION)
LESSON_LAYOUTS = (WORKSHEET, ANSWER_KEY)
PAPERS = {  # millimeters, portrait
    "a4": (210.0, 297.0),
    "letter": (215.9, 279.4),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "a7": (74.0, 105.0),
    "3x5": (76.2, 127.0),
    "4x6": (101.6, 152.4),
}
SHEET_PAPERS = ("a4", "letter")  # the papers that are cut, and that worksheets are written on
MIN_CUT_LENGTH_MM = 200.0  # a shorter paper holds a single pair to fold
PER_SHEET = (2, 4, 8, 9, 10, 16)
MARKS, LINES, FRAMES = "marks", "lines", "frames"  # what is drawn between cards to cut
CUTS = (MARKS, LINES, FRAMES)
PORTRAIT, LANDSCAPE = "portrait", "landscape"
LONG, SHORT = "long", "short"  # the edge on which a printer flips the sheet
MARGINS_MM = (3, 40)
SCALES = (60, 160)  # percent
OFFSETS_MM = (-10.0, 10.0)


class BadOption(ValueError):
    """The options cannot be printed; the text names those that can."""


@dataclass(frozen=True)
class PrintOptions:
    """How a print looks. What is left empty is chosen by the layout."""

    layout: str = ONE_PER_PAGE
    paper: str = ""
    orientation: str = ""
    margin_mm: int | None = None
    scale: int = 100
    ink_saving: bool = False
    per_sheet: int = 8
    cut: str = MARKS
    flip: str = LONG
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    attach: bool = True

    def __post_init__(self) -> None:
        self._check_choice(_("Layout"), self.layout, LAYOUTS)
        self._check_choice(_("Paper"), self.paper, ("", *self.papers))
        self._check_choice(_("Orientation"), self.orientation, ("", PORTRAIT, LANDSCAPE))
        self._check_choice(_("Cards per sheet"), self.per_sheet, PER_SHEET)
        self._check_choice(_("Cutting"), self.cut, CUTS)
        self._check_choice(_("Two-sided printing"), self.flip, (LONG, SHORT))
        self._check_range(_("Margins (mm)"), self.margin_mm, MARGINS_MM)
        self._check_range(_("Text size (%)"), self.scale, SCALES)
        self._check_range(_("Back offset, horizontal (mm)"), self.offset_x_mm, OFFSETS_MM)
        self._check_range(_("Back offset, vertical (mm)"), self.offset_y_mm, OFFSETS_MM)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the options among the values, as `as_dict` returned them; raises BadOption."""
        return cls(**{field.name: values[field.name] for field in fields(cls) if field.name in values})

    def as_dict(self) -> dict[str, object]:
        """Return them as JSON can hold them."""
        return asdict(self)

    @property
    def papers(self) -> tuple[str, ...]:
        """Return the papers that the layout can be printed on."""
        return SHEET_PAPERS if self.layout in (SHEET, CALIBRATION, *LESSON_LAYOUTS) else tuple(PAPERS)

    @property
    def paper_name(self) -> str:
        """Return the chosen paper, or that of the layout: A6 for cards, A4 for all that is cut, folded or read."""
        return self.paper or ("a6" if self.layout in (ONE_PER_PAGE, DUPLEX) else "a4")

    @property
    def size_mm(self) -> tuple[float, float]:
        """Return width and height of the paper in its orientation."""
        narrow, wide = PAPERS[self.paper_name]
        is_landscape = self.orientation == LANDSCAPE if self.orientation else self._is_landscape_by_default
        return (wide, narrow) if is_landscape else (narrow, wide)

    @property
    def _is_landscape_by_default(self) -> bool:
        """Whether the default is landscape: for cards, and for a single pair to fold."""
        is_single_pair = self.layout == FOLD and PAPERS[self.paper_name][1] < MIN_CUT_LENGTH_MM
        return self.layout in (ONE_PER_PAGE, DUPLEX) or is_single_pair

    def _check_choice(self, label: str, value: object, choices: tuple[object, ...]) -> None:
        if value not in choices:
            names = [str(choice) for choice in choices if choice != ""]
            parameters = {"option": label, "choices": ", ".join(names[:-1]), "last": names[-1]}
            raise BadOption(_("%(option)s: choose %(choices)s or %(last)s.") % parameters)

    def _check_range(self, label: str, value: float | None, bounds: tuple[float, float]) -> None:
        if value is not None and not bounds[0] <= value <= bounds[1]:
            parameters = {"option": label, "min": f"{bounds[0]:g}", "max": f"{bounds[1]:g}"}
            raise BadOption(_("%(option)s: enter a number from %(min)s to %(max)s.") % parameters)

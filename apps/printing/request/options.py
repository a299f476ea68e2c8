"""How a print shall look: the layout, the paper and what may be set of both. Pure: for the page and the command."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

ONE_PER_PAGE, DUPLEX, SHEET, FOLD, LIST = "one-per-page", "duplex", "sheet", "fold", "list"
WORKSHEET, ANSWER_KEY, CALIBRATION = "worksheet", "answer-key", "calibration"
LAYOUTS = (ONE_PER_PAGE, DUPLEX, SHEET, FOLD, LIST, WORKSHEET, ANSWER_KEY, CALIBRATION)
OF_A_LESSON = (WORKSHEET, ANSWER_KEY)
PAPERS = {  # millimetres, portrait
    "a4": (210.0, 297.0),
    "letter": (215.9, 279.4),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "a7": (74.0, 105.0),
    "3x5": (76.2, 127.0),
    "4x6": (101.6, 152.4),
}
SHEETS = ("a4", "letter")  # the papers that are cut, and that worksheets are written on
MIN_CUT_LENGTH_MM = 200.0  # millimetres: a shorter paper is too small to be cut in pieces to fold
PER_SHEET = (2, 4, 8, 16)
PORTRAIT, LANDSCAPE = "portrait", "landscape"
LONG, SHORT = "long", "short"  # the edge over which a printer turns the sheet
MARGINS_MM = (3, 40)
SCALES = (60, 160)  # percent
OFFSETS_MM = (-10.0, 10.0)


class BadOption(ValueError):
    """What was asked for cannot be printed; the text says what can."""


@dataclass(frozen=True)
class PrintOptions:
    """How a print shall look. What is left empty is chosen by the layout."""

    layout: str = ONE_PER_PAGE
    paper: str = ""
    orientation: str = ""
    margin_mm: int | None = None
    scale: int = 100
    ink_saving: bool = False
    per_sheet: int = 8
    flip: str = LONG
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    attach: bool = True

    def __post_init__(self) -> None:
        self._among("layout", LAYOUTS)
        self._among("paper", ("", *(SHEETS if self.layout in (SHEET, CALIBRATION, *OF_A_LESSON) else PAPERS)))
        self._among("orientation", ("", PORTRAIT, LANDSCAPE))
        self._among("per_sheet", PER_SHEET)
        self._among("flip", (LONG, SHORT))
        self._between("margin_mm", MARGINS_MM)
        self._between("scale", SCALES)
        self._between("offset_x_mm", OFFSETS_MM)
        self._between("offset_y_mm", OFFSETS_MM)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return the options among what was said, as `as_dict` gave them; raises BadOption."""
        return cls(**{field.name: said[field.name] for field in fields(cls) if field.name in said})

    def as_dict(self) -> dict[str, Any]:
        """Return them as JSON can hold them."""
        return asdict(self)

    @property
    def paper_name(self) -> str:
        """Return the paper that is said, or that of the layout: A6 cards, A4 for all that is cut, folded or read."""
        return self.paper or ("a6" if self.layout in (ONE_PER_PAGE, DUPLEX) else "a4")

    @property
    def size_mm(self) -> tuple[float, float]:
        """Return width and height of the paper, turned as it is said."""
        narrow, wide = PAPERS[self.paper_name]
        lies = self.orientation == LANDSCAPE if self.orientation else self._usually_lies
        return (wide, narrow) if lies else (narrow, wide)

    @property
    def _usually_lies(self) -> bool:
        """Whether the paper lies where nothing is said: cards do, and a single pair to fold; all else stands."""
        folded_alone = self.layout == FOLD and PAPERS[self.paper_name][1] < MIN_CUT_LENGTH_MM
        return self.layout in (ONE_PER_PAGE, DUPLEX) or folded_alone

    def _among(self, name: str, known: tuple[Any, ...]) -> None:
        if getattr(self, name) not in known:
            raise BadOption(f"The {_words(name)} is one of: {', '.join(str(each) for each in known if each != '')}.")

    def _between(self, name: str, bounds: tuple[float, float]) -> None:
        value = getattr(self, name)
        if value is not None and not bounds[0] <= value <= bounds[1]:
            raise BadOption(f"The {_words(name)} lies between {bounds[0]:g} and {bounds[1]:g}.")


def _words(name: str) -> str:
    return name.removesuffix("_mm").replace("_", " ")

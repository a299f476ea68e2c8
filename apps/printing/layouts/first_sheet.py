"""The first sheet of paper, drawn small on the print page: which card is where, and what is behind it."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from apps.printing.assembly.sheet_geometry import FacePosition
from apps.printing.layouts.cut_sheets import CardGrid
from apps.printing.layouts.layout import Layout

DRAWING_WIDTH = 200.0  # whatever the paper, so that all numbers have one size


@dataclass(frozen=True)
class DrawnCell:
    """A face of a card and its position; numbers are texts because a template would localize 1.5."""

    name: str
    x: str
    y: str
    width: str
    height: str
    middle_x: str
    middle_y: str


@dataclass(frozen=True)
class DrawnSide:
    """One side of the sheet, with its cells in reading order."""

    name: str
    width: str
    height: str
    cells: list[DrawnCell]

    @property
    def description(self) -> str:
        """Return in words what is on it."""
        return f"{self.name}: {', '.join(cell.name for cell in self.cells)}"


def first_sheet_of(layout: Layout | None) -> list[DrawnSide]:
    """Return the sides of the first sheet of a layout that puts several faces on one; nothing for any other."""
    if not isinstance(layout, CardGrid):
        return []
    paper, names = layout.grid, layout.side_names
    scale = DRAWING_WIDTH / paper.width
    return [
        DrawnSide(
            name,
            _number(DRAWING_WIDTH),
            _number(paper.height * scale),
            [
                _cell(position, scale, with_side=len(names) == 1)
                for position in sorted(positions, key=lambda position: (position.y, position.x))
            ],
        )
        for name, positions in zip(names, islice(layout.positions(layout.count), len(names)), strict=True)
    ]


def _cell(position: FacePosition, scale: float, *, with_side: bool) -> DrawnCell:
    x, y, width, height = (scale * length for length in position[1:])
    numbers = (x, y, width, height, x + width / 2, y + height / 2)
    return DrawnCell(_face_name(position.face, with_side=with_side), *map(_number, numbers))


def _face_name(face: int, *, with_side: bool) -> str:
    number = face // 2 + 1
    if not with_side:
        return str(number)
    name = _("%(number)s answer") if face % 2 else _("%(number)s question")
    return name % {"number": number}


def _number(value: float) -> str:
    return f"{value:.1f}"

"""The first sheet of paper, drawn small in the print page: which card stands where, and what is behind it."""

from dataclasses import dataclass
from itertools import islice

from apps.printing.assembly.sheet_geometry import FacePosition
from apps.printing.layouts.cut_sheets import Cut
from apps.printing.layouts.layout import Layout

WIDTH = 200.0  # of every drawing, whatever the paper: its numbers have one size


@dataclass(frozen=True)
class Cell:
    """A face of a card and where it stands; texts because a template would write 1,5 for 1.5."""

    name: str
    x: str
    y: str
    width: str
    height: str
    middle_x: str
    middle_y: str


@dataclass(frozen=True)
class Side:
    """One side of the sheet, with its cells from left to right and down."""

    name: str
    width: str
    height: str
    cells: list[Cell]

    @property
    def said(self) -> str:
        """Return in words what stands on it."""
        return f"{self.name}: {', '.join(cell.name for cell in self.cells)}"


def first_sheet_of(layout: Layout | None) -> list[Side]:
    """Return the sides of the first sheet of a layout that puts several faces on one; nothing for any other."""
    if not isinstance(layout, Cut):
        return []
    paper, names = layout.grid, layout.side_names
    scale = WIDTH / paper.width
    return [
        Side(
            name,
            _number(WIDTH),
            _number(paper.height * scale),
            [_cell(place, scale, with_side=len(names) == 1) for place in sorted(places, key=_as_read)],
        )
        for name, places in zip(names, islice(layout.places(layout.count), len(names)), strict=True)
    ]


def _as_read(place: FacePosition) -> tuple[float, float]:
    return place.y, place.x


def _cell(place: FacePosition, scale: float, *, with_side: bool) -> Cell:
    number, side = place.face // 2 + 1, ("question", "answer")[place.face % 2]
    x, y, width, height = (scale * length for length in place[1:])
    numbers = (x, y, width, height, x + width / 2, y + height / 2)
    return Cell(f"{number} {side}" if with_side else str(number), *map(_number, numbers))


def _number(value: float) -> str:
    return f"{value:.1f}"

"""Cut marks, cut lines, frames and fold lines: what is drawn on a sheet between the cards."""

from collections.abc import Iterable, Sequence
from itertools import product

from apps.printing.assembly.sheet_geometry import POINTS_PER_MM, Grid

MARK, MIN_MARK, CROSS = 4.0, 2.0, 1.5  # millimeters: length of a cut mark, its minimum, half of a cross between cards
GAP = 1.0  # between a cut mark and the cards
GRAY_HAIRLINE = "0.6 G 0.25 w"
DASHED = "[2 3] 0 d"


type Line = tuple[float, float, float, float]  # from and to: x, y, x, y


def cut_guides(grid: Grid, kind: str, every: int = 1) -> str:
    """Return the PDF operators that draw where to cut: "marks", "lines" or "frames".

    `every` is how many cells in a row belong together.
    """
    across = [grid.left + column * grid.cell_width for column in range(0, grid.columns + 1, every)]
    down = [grid.top + row * grid.cell_height for row in range(grid.rows + 1)]
    draw = {"marks": _marks, "lines": _lines, "frames": _frames}[kind]
    return _operators(grid, draw(grid, across, down))


def _lines(grid: Grid, across: Sequence[float], down: Sequence[float]) -> list[Line]:
    """Return lines from one edge of the paper to the other."""
    return [(x, 0, x, grid.height) for x in across] + [(0, y, grid.width, y) for y in down]


def _frames(_grid: Grid, across: Sequence[float], down: Sequence[float]) -> list[Line]:
    """Return lines around the cards, and no further."""
    return [(x, down[0], x, down[-1]) for x in across] + [(across[0], y, across[-1], y) for y in down]


def _marks(grid: Grid, across: Sequence[float], down: Sequence[float]) -> list[Line]:
    """Return marks at the edges of the paper, and small crosses where cards meet."""
    length = max(MIN_MARK, min(MARK, grid.left - GAP, grid.top - GAP))
    above, beside = (edge - min(GAP, max(0.0, edge - length)) for edge in (grid.top, grid.left))
    lines = [(x, y, x, y + length) for x in across for y in (above - length, grid.height - above)]
    lines += [(x, y, x + length, y) for y in down for x in (beside - length, grid.width - beside)]
    for x, y in product(across[1:-1], down[1:-1]):
        lines += [(x, y - CROSS, x, y + CROSS), (x - CROSS, y, x + CROSS, y)]
    return lines


def fold_lines(grid: Grid) -> str:
    """Return the PDF operators that draw a dashed line between the two cells of each pair."""
    lines = []
    for column in range(1, grid.columns, 2):
        x = grid.left + column * grid.cell_width
        for row in range(grid.rows):
            y = grid.top + row * grid.cell_height
            lines.append((x, y + 2, x, y + grid.cell_height - 2))
    return _operators(grid, lines, DASHED)


def _operators(grid: Grid, lines: Iterable[Line], style: str = "") -> str:
    operators = []
    for left, top, right, bottom in lines:
        points = (left, grid.height - top, right, grid.height - bottom)
        x, y, to_x, to_y = (f"{value * POINTS_PER_MM:.3f}" for value in points)
        operators.append(f"{x} {y} m {to_x} {to_y} l S")
    return "\n".join(["/Artifact BMC q", f"{GRAY_HAIRLINE} {style}", *operators, "Q EMC"])

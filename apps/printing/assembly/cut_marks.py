"""Cut marks and fold lines: what is drawn on a sheet between the cards."""

from collections.abc import Iterable
from itertools import product

from apps.printing.assembly.sheet_geometry import POINTS_PER_MM, Grid

MARK, MIN_MARK, CROSS = 4.0, 2.0, 1.5  # millimeters: length of a cut mark, its minimum, half of a cross between cards
GAP = 1.0  # between a cut mark and the cards
GRAY_HAIRLINE = "0.6 G 0.25 w"
DASHED = "[2 3] 0 d"


def cut_marks(grid: Grid, every: int = 1) -> str:
    """Return the PDF operators that draw marks at the edges of the paper, and small crosses where cards meet.

    `every` is how many cells in a row belong together.
    """
    across = [grid.margin + column * grid.cell_width for column in range(0, grid.columns + 1, every)]
    down = [grid.margin + row * grid.cell_height for row in range(grid.rows + 1)]
    length = max(MIN_MARK, min(MARK, grid.margin - GAP))
    outer = grid.margin - min(GAP, max(0.0, grid.margin - length))
    lines = [(x, y, x, y + length) for x in across for y in (outer - length, grid.height - outer)]
    lines += [(x, y, x + length, y) for y in down for x in (outer - length, grid.width - outer)]
    for x, y in product(across[1:-1], down[1:-1]):
        lines += [(x, y - CROSS, x, y + CROSS), (x - CROSS, y, x + CROSS, y)]
    return _operators(grid, lines)


def fold_lines(grid: Grid) -> str:
    """Return the PDF operators that draw a dashed line between the two cells of each pair."""
    lines = []
    for column in range(1, grid.columns, 2):
        x = grid.margin + column * grid.cell_width
        for row in range(grid.rows):
            y = grid.margin + row * grid.cell_height
            lines.append((x, y + 2, x, y + grid.cell_height - 2))
    return _operators(grid, lines, DASHED)


def _operators(grid: Grid, lines: Iterable[tuple[float, float, float, float]], style: str = "") -> str:
    operators = []
    for left, top, right, bottom in lines:
        points = (left, grid.height - top, right, grid.height - bottom)
        x, y, to_x, to_y = (f"{value * POINTS_PER_MM:.3f}" for value in points)
        operators.append(f"{x} {y} m {to_x} {to_y} l S")
    return "\n".join(["/Artifact BMC q", f"{GRAY_HAIRLINE} {style}", *operators, "Q EMC"])

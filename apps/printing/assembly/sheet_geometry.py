"""Where the faces of cards are on a larger sheet, in millimeters from its top left corner.

A *leaf* is what is left in the hand after cutting: a front and a back. A long card takes several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, zip_longest
from typing import NamedTuple

POINTS_PER_MM = 72 / 25.4

type Leaf = tuple[int | None, int | None]  # the pages of its front and its back; None is blank


class FacePosition(NamedTuple):
    """The position of a face. Faces count 0 and 1 for the first leaf, 2 and 3 for the second."""

    face: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Grid:
    """A sheet divided into cells of one size: inside a margin, or of a given size in the middle."""

    width: float
    height: float
    margin: float
    columns: int
    rows: int
    cell: tuple[float, float] | None = None  # width and height, of stock that is cut already

    @property
    def cells(self) -> int:
        """Return how many cells there are."""
        return self.columns * self.rows

    @property
    def cell_width(self) -> float:
        """Return the width of a cell."""
        return self.cell[0] if self.cell else (self.width - 2 * self.margin) / self.columns

    @property
    def cell_height(self) -> float:
        """Return the height of a cell."""
        return self.cell[1] if self.cell else (self.height - 2 * self.margin) / self.rows

    @property
    def left(self) -> float:
        """Return the distance of the cells from the left edge."""
        return (self.width - self.columns * self.cell_width) / 2

    @property
    def top(self) -> float:
        """Return the distance of the cells from the upper edge."""
        return (self.height - self.rows * self.cell_height) / 2

    def position(self, face: int, column: int, row: int, offset: tuple[float, float] = (0, 0)) -> FacePosition:
        """Return the position of a face in that cell, moved to the right and down by the offset."""
        x = self.left + column * self.cell_width + offset[0]
        y = self.top + row * self.cell_height + offset[1]
        return FacePosition(face, x, y, self.cell_width, self.cell_height)


def leaves_of(pages: Sequence[int]) -> list[Leaf]:
    """Return the leaves of cards, given how many pages each side has: front, back, front, back, and so on."""
    leaves: list[Leaf] = []
    first = 0
    for front, back in batched(pages, 2):
        middle, end = first + front, first + front + back
        leaves += zip_longest(range(first, middle), range(middle, end))
        first = end
    return leaves


def folded_pages(count: int, grid: Grid) -> Iterator[list[FacePosition]]:
    """Yield the pages of so many leaves, front and back of each beside each other: cells 0 and 1 of a row, 2 and 3."""
    for faces in batched(range(2 * count), grid.cells):
        yield [grid.position(face, cell % grid.columns, cell // grid.columns) for cell, face in enumerate(faces)]

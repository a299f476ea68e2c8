"""Where the faces of cards stand on larger paper. Pure: millimetres, counted from the top left corner.

A *leaf* is what is left in the hand after cutting: a front and a back. A long card takes several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, zip_longest
from typing import NamedTuple

from apps.printing.request.options import LONG

Leaf = tuple[int | None, int | None]  # the pages of its front and its back; None is blank


class FacePosition(NamedTuple):
    """Where a face stands. Faces count 0 and 1 for the first leaf, 2 and 3 for the second."""

    face: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Grid:
    """A paper divided into cells of one size, with a margin around them all."""

    width: float
    height: float
    margin: float
    columns: int
    rows: int

    @property
    def cells(self) -> int:
        """Return how many there are."""
        return self.columns * self.rows

    @property
    def cell_width(self) -> float:
        """Return the width of one."""
        return (self.width - 2 * self.margin) / self.columns

    @property
    def cell_height(self) -> float:
        """Return the height of one."""
        return (self.height - 2 * self.margin) / self.rows

    def place(self, face: int, column: int, row: int, offset: tuple[float, float] = (0, 0)) -> FacePosition:
        """Return where a face stands that is in that cell, and moved to the right and down by the offset."""
        x = self.margin + column * self.cell_width + offset[0]
        return FacePosition(
            face, x, self.margin + row * self.cell_height + offset[1], self.cell_width, self.cell_height
        )


def leaves(pages: Sequence[int]) -> list[Leaf]:
    """Return the leaves of cards, given how many pages each side has: front, back, front, back, and so on."""
    made: list[Leaf] = []
    first = 0
    for front, back in batched(pages, 2):
        middle, last = first + front, first + front + back
        made += zip_longest(range(first, middle), range(middle, last))
        first = last
    return made


def two_sided(
    count: int, grid: Grid, flip: str = LONG, offset: tuple[float, float] = (0, 0)
) -> Iterator[list[FacePosition]]:
    """Yield the pages of so many leaves: a page of fronts, then one of their backs, mirrored as the paper is turned.

    Paper that is turned sideways has its columns reversed, paper that is turned over its top has its rows reversed.
    """
    sideways = (flip == LONG) == (grid.height >= grid.width)
    for on_sheet in batched(range(count), grid.cells):
        cells = [(leaf, cell % grid.columns, cell // grid.columns) for cell, leaf in enumerate(on_sheet)]
        yield [grid.place(2 * leaf, column, row) for leaf, column, row in cells]
        yield [
            grid.place(
                2 * leaf + 1,
                grid.columns - 1 - column if sideways else column,
                row if sideways else grid.rows - 1 - row,
                offset,
            )
            for leaf, column, row in cells
        ]


def folded(count: int, grid: Grid) -> Iterator[list[FacePosition]]:
    """Yield the pages of so many leaves, front and back of each beside each other: cells 0 and 1 of a row, 2 and 3."""
    for faces in batched(range(2 * count), grid.cells):
        yield [grid.place(face, cell % grid.columns, cell // grid.columns) for cell, face in enumerate(faces)]

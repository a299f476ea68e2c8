"""Mirrors the backs of a sheet for duplex printing, so that each back is behind its front."""

from collections.abc import Iterator
from itertools import batched

from apps.printing.assembly.sheet_geometry import FacePosition, Grid


def two_sided_pages(
    count: int, grid: Grid, *, flip_on_long_edge: bool = True, offset: tuple[float, float] = (0, 0)
) -> Iterator[list[FacePosition]]:
    """Yield the pages of so many leaves: a page of fronts, then one of their backs, mirrored and moved by the offset.

    Paper that flips sideways has its columns reversed, paper that flips over its top has its rows reversed.
    """
    reverses_columns = flip_on_long_edge == (grid.height >= grid.width)
    for on_sheet in batched(range(count), grid.cells):
        cells = [(leaf, cell % grid.columns, cell // grid.columns) for cell, leaf in enumerate(on_sheet)]
        yield [grid.position(2 * leaf, column, row) for leaf, column, row in cells]
        yield [
            grid.position(2 * leaf + 1, *_mirrored(column, row, grid, reverses_columns=reverses_columns), offset)
            for leaf, column, row in cells
        ]


def _mirrored(column: int, row: int, grid: Grid, *, reverses_columns: bool) -> tuple[int, int]:
    return (grid.columns - 1 - column, row) if reverses_columns else (column, grid.rows - 1 - row)

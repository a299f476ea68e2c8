"""Columns, one on top of the other where there are several series."""

from collections.abc import Iterator
from typing import NamedTuple

from apps.stats.marks.chart import TOP, Chart

FILLED = 0.75  # of the width of a place
MAX_NUMBERED = 14  # columns with their number on top
SEAM = 1  # pixel between two parts of a column


class Rect(NamedTuple):
    """A part of a column; of the smallest number something is seen."""

    x: str
    y: float
    width: str
    height: float
    ink: str
    hatched: bool


class Number(NamedTuple):
    """The number on top of a column."""

    x: str
    y: float
    label: str


class Columns(Chart):
    """A column for each place."""

    template = "stats/marks/_columns.html"

    @property
    def rects(self) -> Iterator[Rect]:
        """The parts of all columns, from the ground up."""
        width = (self.x(1) - self.x(0)) * FILLED
        for place in range(len(self.places)):
            x, y = self._left(place), float(self.base_y)
            for each in self.series:
                if value := each.values[place]:
                    height = max(SEAM + 1, self.y(0) - self.y(value))
                    y -= height
                    rect = f"{x:.2f}%", round(y, 1), f"{abs(width):.2f}%", round(height - SEAM, 1)
                    yield Rect(*rect, each.ink, each.hatched)

    @property
    def numbers(self) -> list[Number]:
        """The numbers on top of the columns, where there is room for them."""
        if len(self.places) > MAX_NUMBERED or len(self.series) > 1:
            return []
        values = enumerate(self.series[0].values)
        return [
            Number(f"{self.x(place + 0.5):.2f}%", round(max(TOP, self.y(value)) - 5, 1), self.wording(value))
            for place, value in values
            if value
        ]

    def _tops(self) -> Iterator[float]:
        """Yield how high the columns are."""
        for values in zip(*(each.values for each in self.series), strict=True):
            yield sum(value or 0 for value in values)

    def _left(self, place: int) -> float:
        side = (1 - FILLED) / 2
        return self.x(place + 1 - side) if self.mirrored else self.x(place + side)

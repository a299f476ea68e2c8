"""Lines from place to place; a second one is dashed."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from apps.stats.marks.chart import TOP, Chart, Series

PLOT = 100  # units of the plot in both directions: it is stretched to its size


class Polyline(NamedTuple):
    """The points of a line, in units of the plot."""

    points: str
    ink: str
    dashed: bool


class Dot(NamedTuple):
    """A place with nothing on either side, to which no line leads."""

    x: str
    y: float
    ink: str


class Lines(Chart):
    """A line for each series; where a place has no number, the line is interrupted."""

    template = "stats/marks/_lines.html"
    plot_y = TOP

    @property
    def plot_height(self) -> int:
        """The height of the plot in pixels."""
        return self.base_y - TOP

    @property
    def lines(self) -> Iterator[Polyline]:
        """The lines, each without a gap."""
        for each, run in self._runs():
            if len(run) > 1:
                points = " ".join(f"{self.x(place + 0.5):.2f},{self._unit(value):.2f}" for place, value in run)
                yield Polyline(points, each.ink, each.dashed)

    @property
    def dots(self) -> Iterator[Dot]:
        """The places that stand alone."""
        for each, run in self._runs():
            if len(run) == 1:
                place, value = run[0]
                yield Dot(f"{self.x(place + 0.5):.2f}%", round(self.y(value), 1), each.ink)

    def _runs(self) -> Iterator[tuple[Series, list[tuple[int, float]]]]:
        """Yield each series with the places that follow each other and have a number."""
        for each in self.series:
            for known, run in groupby(enumerate(each.values), key=lambda item: item[1] is not None):
                if known:
                    yield each, [(place, value) for place, value in run if value is not None]

    def _unit(self, value: float) -> float:
        return PLOT * (self.top - value) / (self.top - self.low)

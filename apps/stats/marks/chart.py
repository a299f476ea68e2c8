"""What charts over a row of places share: the plot, its rules with their numbers, the words below, and its table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import get_language_bidi

from apps.web import localized

TOP, BOTTOM = 18, 22  # pixels above the plot and below it, for a number and a word
GUTTER = 10  # per cent of the width, for the numbers of the rules
NICE = (1, 2, 5)
MAX_RULES = 4


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each place, None where there is none; its ink is a class of the style sheet."""

    name: str
    ink: str
    values: Sequence[float | None]
    hatched: bool = False
    dashed: bool = False
    wording: Callable[[float], str] | None = None  # of its numbers, where it is not that of the chart


class Rule(NamedTuple):
    """A horizontal line at a number."""

    y: float
    label: str


class Tick(NamedTuple):
    """A word below the plot."""

    x: float
    label: str


class Row(NamedTuple):
    """A line of the table below a chart."""

    head: str
    values: Sequence[str]


@dataclass(frozen=True)
class Chart:
    """Series over places that have names; `ticks` are the positions whose names stand below the plot.

    Its table can be downloaded if it has a name; `days` are the places where they are days, or begin on them.
    """

    title: str
    caption: str
    sentence: str
    head: str
    places: Sequence[str]
    series: Sequence[Series]
    ticks: Sequence[tuple[int, str]] = ()
    height: int = 170
    low: float = 0
    high: float = 0
    mirrored: bool = field(default_factory=get_language_bidi)
    wording: Callable[[float], str] = lambda value: localized.number(round(value))
    name: str = ""
    days: Sequence[date] = ()
    not_drawn: Sequence[Series] = ()  # in the table alone

    template = ""

    @property
    def text_y(self) -> int:
        """The baseline of the words below the plot."""
        return self.height - 5

    @property
    def base_y(self) -> int:
        """Where the plot ends."""
        return self.height - BOTTOM

    @property
    def rule_x(self) -> str:
        """Where the numbers of the rules begin."""
        return "100%" if self.mirrored else "0"

    @cached_property
    def top(self) -> float:
        """The number at the top of the plot."""
        return self.high or max(1, *self._tops())

    @property
    def rules(self) -> list[Rule]:
        """The rules at round numbers between the ends of the plot."""
        step = _step(self.top - self.low)
        numbers = (self.low + step * number for number in range(1, MAX_RULES + 2))
        return [Rule(round(self.y(each), 1), self.wording(each)) for each in numbers if each <= self.top]

    @property
    def labels(self) -> list[Tick]:
        """The words below the plot, each in the middle of its place."""
        return [Tick(round(self.x(place + 0.5), 2), label) for place, label in self.ticks]

    @property
    def columns(self) -> list[Series]:
        """The columns of the table."""
        return [*self.series, *self.not_drawn]

    @property
    def rows(self) -> list[Row]:
        """The table: for each place the number of each series."""
        numbers = ([self._word(each, value) for value in each.values] for each in self.columns)
        return [Row(head, values) for head, values in zip(self.places, zip(*numbers, strict=True), strict=True)]

    @property
    def has_legend(self) -> bool:
        """Whether the series need names."""
        return len(self.series) > 1

    def x(self, place: float) -> float:
        """Return where a place begins, in per cent from the left; in languages from right to left they run so."""
        x = GUTTER + (100 - GUTTER) * place / max(1, len(self.places))
        return 100 - x if self.mirrored else x

    def y(self, value: float) -> float:
        """Return where a number is, in pixels from the top."""
        return TOP + (self.base_y - TOP) * (self.top - value) / (self.top - self.low)

    def _tops(self) -> Iterator[float]:
        for each in self.series:
            yield max((value for value in each.values if value is not None), default=0)

    def _word(self, series: Series, value: float | None) -> str:
        return "–" if value is None else (series.wording or self.wording)(value)


def _step(span: float) -> float:
    """Return the distance of rules: 1, 2 or 5 times a power of ten, so that there are at most MAX_RULES."""
    power = 1
    while True:
        for each in NICE:
            if span / (each * power) <= MAX_RULES:
                return each * power
        power *= 10

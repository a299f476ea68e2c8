"""The year of answers as a table: a row for each weekday, a column for each week, a number and a shade in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from statistics import quantiles
from typing import NamedTuple

from django.utils.dates import MONTHS_AP, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.stats.answers import YEAR_WEEKS
from apps.stats.wording import and_more, answer_count, span
from apps.web import localized

PHONE_WEEKS = 18
SHADES = 4


class Cell(NamedTuple):
    """A day: how many answers it has, and the same in words."""

    number: str
    words: str
    classes: str


class Weekday(NamedTuple):
    """A row; every second weekday is named in sight."""

    name: str
    short: str
    cells: Sequence[Cell | None]


class Month(NamedTuple):
    """A heading over the weeks that begin in a month."""

    name: str
    weeks: int
    is_old: bool


class Shade(NamedTuple):
    """A shade and what it stands for."""

    ink: str
    words: str


@dataclass(frozen=True)
class Year:
    """The table: `first` is the Monday of its first week."""

    first: date
    today: date
    answers: Mapping[date, int]

    @property
    def months(self) -> list[Month]:
        """The headings; on a phone only those of the last weeks are seen."""
        mondays = [self.first + timedelta(weeks=week) for week in range(YEAR_WEEKS)]
        keyed = groupby(enumerate(mondays), key=lambda item: (item[1].replace(day=1), self._is_old(item[0])))
        groups = [(*key, len(list(weeks))) for key, weeks in keyed]
        return [Month(str(MONTHS_AP[month.month]), weeks, old) for month, old, weeks in groups]

    @property
    def weekdays(self) -> list[Weekday]:
        """The rows, from Monday on."""
        limits = self._limits
        return [self._row(number, limits) for number in range(7)]

    @property
    def shades(self) -> list[Shade]:
        """What the shades stand for."""
        starts = [1, *self._limits]
        ranges = [span(first, following - 1) for first, following in pairwise(starts)]
        most = and_more(localized.number(starts[-1]))
        return [Shade(f"h{number}", words) for number, words in enumerate([_("none"), *ranges, most])]

    @property
    def _limits(self) -> list[int]:
        """The numbers from which the second shade and each darker one begin: a quarter of the days has each."""
        numbers = sorted(number for number in self.answers.values() if number)
        cuts = quantiles(numbers, n=SHADES) if len(numbers) > 1 else [numbers[0] + 1] if numbers else []
        return sorted({max(2, round(cut)) for cut in cuts})

    def _row(self, weekday: int, limits: Sequence[int]) -> Weekday:
        days = [self.first + timedelta(weeks=week, days=weekday) for week in range(YEAR_WEEKS)]
        cells = [self._cell(week, day, limits) if day <= self.today else None for week, day in enumerate(days)]
        return Weekday(date_format(days[0], "l"), "" if weekday % 2 else str(WEEKDAYS_ABBR[weekday]), cells)

    def _cell(self, week: int, day: date, limits: Sequence[int]) -> Cell:
        number = self.answers.get(day, 0)
        shade = sum(number >= limit for limit in (1, *limits))
        classes = [f"h{shade}", *["old"] * self._is_old(week), *["today"] * (day == self.today)]
        words = _("%(day)s: %(answers)s") % {"day": date_format(day), "answers": answer_count(number)}
        return Cell(localized.number(number), words, " ".join(classes))

    def _is_old(self, week: int) -> bool:
        return week < YEAR_WEEKS - PHONE_WEEKS

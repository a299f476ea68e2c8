"""What a learner's answers add up to: of a period up to today, and by week, age and button."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from apps.accounts.models import User
from apps.reviews.day import tallies
from apps.reviews.day.scope import Scope
from apps.reviews.day.tallies import DayCount, HourCount
from apps.reviews.models import DayTally, ReviewLog
from apps.scheduler.sm2 import PASS

WEEK = timedelta(days=7)
YEAR_WEEKS = 53
A_WEEK_OF_ANSWERS = 7  # days since the first answer, below which there is nothing to compare
BEFORE_ALL = date(1970, 1, 1)


@dataclass(frozen=True)
class Rate:
    """How many of how many; `share` is between 0 and 1, or None where there are none."""

    passed: int
    tests: int

    @property
    def share(self) -> float | None:
        """The part that passed."""
        return self.passed / self.tests if self.tests else None


@dataclass(frozen=True)
class AnswerFigures:
    """The answers of a learner within the last `days` days, and at least within the last year."""

    today: date
    days: int
    counts: Sequence[DayCount]
    hours: Sequence[HourCount]

    @property
    def first(self) -> date:
        """The first day of the period."""
        return self.today - timedelta(days=self.days - 1)

    @property
    def year_first(self) -> date:
        """The Monday with which the year begins."""
        return year_first(self.today)

    @cached_property
    def period(self) -> list[DayCount]:
        """The counts of the period alone."""
        first = self.first
        return [each for each in self.counts if each.day >= first]

    @cached_property
    def by_day(self) -> Counter[date]:
        """How many answers each day has."""
        return _sums(self.counts, lambda each: each.day)

    @property
    def total(self) -> int:
        """How many answers the period has."""
        return sum(each.answers for each in self.period)

    @property
    def days_studied(self) -> int:
        """On how many days of the period there was an answer."""
        return len({each.day for each in self.period})

    @property
    def is_young(self) -> bool:
        """Whether there is less than a week between the first answer and today."""
        return self.today < self.grown_on

    @property
    def grown_on(self) -> date:
        """The day from which on there is a week of answers to compare."""
        return min(self.by_day, default=self.today) + timedelta(days=A_WEEK_OF_ANSWERS - 1)

    @property
    def passed(self) -> int:
        """How many of them were passed."""
        return sum(each.answers for each in self.period if each.grade >= PASS)

    @property
    def milliseconds(self) -> int:
        """The time of all answers whose time is known."""
        return sum(each.time_ms for each in self.period)

    @property
    def hours_in_all(self) -> float:
        """The same in hours."""
        return self.milliseconds / 3_600_000

    @property
    def minutes_a_day(self) -> float:
        """The minutes of an average day of the period."""
        return self.milliseconds / 60_000 / self.days

    @property
    def seconds_an_answer(self) -> float | None:
        """The seconds that an answer takes, where any time is known."""
        timed = sum(each.timed for each in self.period)
        return self.milliseconds / timed / 1000 if timed else None

    @property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks of the period."""
        monday = _monday(self.first)
        return [monday + number * WEEK for number in range((self.today - monday).days // 7 + 1)]

    def retention(self, *ages: int) -> Rate:
        """Return how many first answers of the day to cards of these ages that were due were remembered."""
        return _rate(each for each in self.period if each.age in ages)

    def retention_by_week(self, age: int) -> list[Rate]:
        """Return the retention of cards of an age, week by week."""
        by_week: dict[date, list[DayCount]] = defaultdict(list)
        for each in self.period:
            if each.age == age:
                by_week[_monday(each.day)].append(each)
        return [_rate(by_week[week]) for week in self.weeks]

    def milliseconds_by_week(self) -> list[int]:
        """Return the time of each week."""
        return self._by_week(lambda each: each.time_ms)

    def new_by_week(self) -> list[int]:
        """Return how many cards were answered for the first time, week by week."""
        return self._by_week(lambda each: each.answers if each.kind == ReviewLog.Kind.LEARN else 0)

    def by_grade(self, age: int) -> list[int]:
        """Return how often each of the grades 0 to 5 was given to cards of an age."""
        graded = [each for each in self.period if each.age == age]
        numbers = _sums(graded, lambda each: each.grade)
        return [numbers[grade] for grade in range(6)]

    def _by_week(self, number: Callable[[DayCount], int]) -> list[int]:
        sums: Counter[date] = Counter()
        for each in self.period:
            sums[_monday(each.day)] += number(each)
        return [sums[week] for week in self.weeks]


def answers_of(user: User, today: date, days: int | None, scope: Scope) -> AnswerFigures:
    """Read a learner's answers of so many days, or of all, in three statements; `tally_finished_days` comes first."""
    period = today - timedelta(days=days - 1) if days else BEFORE_ALL
    counts, hours = tallies.counts(user, min(year_first(today), period), today, scope, hours_since=period)
    if not days:
        days = (today - min((each.day for each in counts), default=today)).days + 1
    return AnswerFigures(today, days, counts, hours)


def year_first(today: date) -> date:
    """Return the Monday 52 weeks before the one of this week."""
    return _monday(today) - (YEAR_WEEKS - 1) * WEEK


@lru_cache(maxsize=4096)  # days: each has many counts
def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _sums[T](counts: Iterable[DayCount], key: Callable[[DayCount], T]) -> Counter[T]:
    sums: Counter[T] = Counter()
    for each in counts:
        sums[key(each)] += each.answers
    return sums


def _rate(counts: Iterable[DayCount]) -> Rate:
    passed = tests = 0
    for each in counts:
        tests += each.tests
        passed += each.tests if each.grade >= PASS else 0
    return Rate(passed, tests)


OLD_ENOUGH = (DayTally.Age.YOUNG, DayTally.Age.MATURE)  # a card is due once it has an interval

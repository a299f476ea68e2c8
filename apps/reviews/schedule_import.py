"""A card's schedule from elsewhere, and what it adds to the log here. Decides only; `carrying.py` saves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

from django.conf import settings

from apps.accounts.models import User
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler.sm2 import EASINESS_FLOOR, GRADES, PASS, CardState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_EASINESS = 10_000
LARGEST_COUNT = 1_000_000  # of repetitions and lapses; with room to count on
MAX_TAKEN_MS = 3_600_000
GRADE_OF_CARRIED = 4
MIDDAY = timedelta(hours=8)  # after the start of a study day, which usually is at 4


@dataclass(frozen=True, slots=True)
class PastReview:
    """An answer given elsewhere at an aware instant, graded 0 to 5, and what it led to.

    `easiness` is in hundredths. Anything beyond what a log here holds is cut down to it.
    """

    at: datetime
    grade: int
    interval_days: int
    easiness: int
    taken_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedSchedule:
    """What is known of a card elsewhere. Without `due_on` it was never studied: only its mark and flag count.

    `state` and `due_on` are the truth; the reviews tell how it came to that, as far as they are known.
    """

    card_id: int
    state: CardState
    due_on: date | None
    suspended: bool = False
    flag: int = 0
    reviews: Sequence[PastReview] = ()


@dataclass(frozen=True, slots=True)
class ScheduleSnapshot:
    """Where a schedule stands: its state and when it is due."""

    state: CardState
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One answer for the log: what it begins with and where it ends."""

    review: PastReview
    algorithm: str
    before: ScheduleSnapshot
    after: ScheduleSnapshot


@dataclass(frozen=True, slots=True)
class LocalHistory:
    """The answers that a schedule has here already: when the last was, and how many of them were imported."""

    at: datetime
    imported: int


@dataclass(frozen=True, slots=True)
class HistoryMerge:
    """Who brings schedules from where, and when."""

    user: User
    algorithm: str
    now: datetime
    today: date

    def rows(self, brought: ImportedSchedule, schedule: Schedule, answered: LocalHistory | None) -> list[LogRow]:
        """Return what a studied card adds to its log here; none where the log here is at least as recent."""
        target = self._target(brought)
        here = ScheduleSnapshot(schedule.state, schedule.due_on)
        if answered and here == target and len(brought.reviews) <= answered.imported:
            return []
        if brought.reviews:
            return self._folded(self._missing(brought.reviews, answered), self.algorithm, here, target)
        if answered and not self._is_newer(_last_on(brought), answered):
            return []
        return self._folded([self._carried(brought, target)], ReviewLog.CARRIED, here, target)

    def _missing(self, reviews: Iterable[PastReview], answered: LocalHistory | None) -> list[PastReview]:
        """Return those that the log here lacks, the oldest first; none of them in the future."""
        if answered:
            reviews = (each for each in reviews if answered.at < each.at <= self.now)
        return sorted(map(self._within_bounds, reviews), key=attrgetter("at"))

    def _is_newer(self, last_on: date, answered: LocalHistory) -> bool:
        """Whether a review of which only the day is known was after all answers here."""
        return self.user.study_day(answered.at) < last_on <= self.today

    def _carried(self, brought: ImportedSchedule, target: ScheduleSnapshot) -> PastReview:
        """Return an answer that stands for those which are not known."""
        at = min(max(self.user.study_day_start(_last_on(brought)) + MIDDAY, EPOCH), self.now)
        return PastReview(at, GRADE_OF_CARRIED, target.state.interval_days, target.state.easiness)

    def _folded(
        self, reviews: list[PastReview], algorithm: str, here: ScheduleSnapshot, target: ScheduleSnapshot
    ) -> list[LogRow]:
        """Return the reviews as rows, each beginning where the one before ended; the last ends in the target."""
        if not reviews:
            return []
        points = [here]
        for review in reviews[:-1]:
            state = _after(points[-1].state, review)
            points.append(ScheduleSnapshot(state, self.user.study_day(review.at) + timedelta(days=state.interval_days)))
        points.append(target)
        steps = zip(reviews, points, points[1:], strict=False)
        return [LogRow(review, algorithm, before, after) for review, before, after in steps]

    def _target(self, brought: ImportedSchedule) -> ScheduleSnapshot:
        """Return where the schedule ends, within what a schedule here can hold."""
        state = CardState(
            repetitions=_within(brought.state.repetitions, 0, LARGEST_COUNT),
            interval_days=_interval(brought.state.interval_days),
            easiness=_easiness(brought.state.easiness),
            lapses=_within(brought.state.lapses, 0, LARGEST_COUNT),
        )
        latest = self.today + timedelta(days=settings.INTERVAL_CAP_DAYS)
        return ScheduleSnapshot(state, min(_due_on(brought), latest))

    def _within_bounds(self, review: PastReview) -> PastReview:
        return replace(
            review,
            at=min(max(review.at, EPOCH), self.now),
            grade=_within(review.grade, GRADES.start, GRADES.stop - 1),
            interval_days=_interval(review.interval_days),
            easiness=_easiness(review.easiness),
            taken_ms=None if review.taken_ms is None else _within(review.taken_ms, 0, MAX_TAKEN_MS),
        )


def _after(before: CardState, review: PastReview) -> CardState:
    """Return the state after a review that was graded elsewhere: its own interval and easiness."""
    passed = review.grade >= PASS
    return CardState(
        repetitions=before.repetitions + 1 if passed else 0,
        interval_days=review.interval_days,
        easiness=review.easiness,
        lapses=before.lapses + (not passed and before.repetitions > 0),
    )


def _last_on(brought: ImportedSchedule) -> date:
    """Return the study day of the last review, by the schedule alone."""
    return _due_on(brought) - timedelta(days=_interval(brought.state.interval_days))


def _due_on(brought: ImportedSchedule) -> date:
    return max(brought.due_on or EPOCH.date(), EPOCH.date())


def _interval(days: int) -> int:
    return _within(days, 1, settings.INTERVAL_CAP_DAYS)


def _easiness(hundredths: int) -> int:
    return _within(hundredths, EASINESS_FLOOR, LARGEST_EASINESS)


def _within(value: int, least: int, most: int) -> int:
    return min(max(value, least), most)

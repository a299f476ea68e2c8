"""A card's schedule from elsewhere, and what it adds to the log here. `services/import_schedules.py` saves it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

from django.conf import settings

from apps.accounts.models import User
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler.sm2 import EASINESS_FLOOR, GRADES, PASS, CardState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_EASINESS = 10_000
MAX_COUNT = 1_000_000  # of repetitions and lapses; with room to count on
GRADE_WITHOUT_ANSWERS = 4
MIDDAY = timedelta(hours=8)  # after the start of a study day, which usually is at 4 am


@dataclass(frozen=True, slots=True)
class PastReview:
    """An answer given elsewhere at an aware instant, graded 0 to 5, and what it led to.

    `easiness` is in hundredths. Values out of bounds are limited to what a log here can hold.
    """

    at: datetime
    grade: int
    interval_days: int
    easiness: int
    taken_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedSchedule:
    """A card's schedule elsewhere. Without `due_on` it is new there: never studied, or reset after its reviews.

    `state` and `due_on` are what counts; the reviews are the history that led to them, as far as it is known.
    """

    card_id: int
    state: CardState
    due_on: date | None
    suspended: bool = False
    flag: int = 0
    reviews: Sequence[PastReview] = ()


@dataclass(frozen=True, slots=True)
class ScheduleSnapshot:
    """A schedule at one moment: its state and when it is due."""

    state: CardState
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One answer for the log, with the schedule before and after it."""

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
    """Whose schedules are imported, what scheduled them, and when."""

    user: User
    algorithm: str
    now: datetime
    today: date

    def rows(self, imported: ImportedSchedule, schedule: Schedule, local: LocalHistory | None) -> list[LogRow]:
        """Return what a studied card adds to its log here; nothing where the log here is at least as recent."""
        target = self._target(imported)
        here = ScheduleSnapshot(schedule.state, schedule.due_on)
        if local and here == target and len(imported.reviews) <= local.imported:
            return []
        if imported.reviews:
            return self._chain(self._missing(imported.reviews, local), self.algorithm, here, target)
        if local and not self._is_newer(_last_on(imported), local):
            return []
        return self._chain([self._placeholder(imported, target)], ReviewLog.ONLY_SCHEDULE, here, target)

    def _missing(self, reviews: Iterable[PastReview], local: LocalHistory | None) -> list[PastReview]:
        """Return those that the log here lacks, the oldest first; none of them in the future."""
        if local:
            reviews = (each for each in reviews if local.at < each.at <= self.now)
        return sorted(map(self._within_bounds, reviews), key=attrgetter("at"))

    def _is_newer(self, last_on: date, local: LocalHistory) -> bool:
        """Whether a review of which only the day is known was after all answers here."""
        return self.user.study_day(local.at) < last_on <= self.today

    def _placeholder(self, imported: ImportedSchedule, target: ScheduleSnapshot) -> PastReview:
        """Return one answer in the place of those that are not known."""
        at = min(max(self.user.study_day_start(_last_on(imported)) + MIDDAY, EPOCH), self.now)
        return PastReview(at, GRADE_WITHOUT_ANSWERS, target.state.interval_days, target.state.easiness)

    def _chain(
        self, reviews: list[PastReview], algorithm: str, here: ScheduleSnapshot, target: ScheduleSnapshot
    ) -> list[LogRow]:
        """Return the reviews as rows, each beginning where the one before ended; the last ends at the target."""
        if not reviews:
            return []
        snapshots = [here]
        for review in reviews[:-1]:
            state = _after(snapshots[-1].state, review)
            due_on = self.user.study_day(review.at) + timedelta(days=state.interval_days)
            snapshots.append(ScheduleSnapshot(state, due_on))
        snapshots.append(target)
        steps = zip(reviews, snapshots, snapshots[1:], strict=False)
        return [LogRow(review, algorithm, before, after) for review, before, after in steps]

    def _target(self, imported: ImportedSchedule) -> ScheduleSnapshot:
        """Return the imported schedule, limited to what a schedule here can hold."""
        if imported.due_on is None:
            return ScheduleSnapshot(CardState(), None)
        state = CardState(
            repetitions=_clamp(imported.state.repetitions, 0, MAX_COUNT),
            interval_days=_interval(imported.state.interval_days),
            easiness=_easiness(imported.state.easiness),
            lapses=_clamp(imported.state.lapses, 0, MAX_COUNT),
        )
        latest = self.today + timedelta(days=settings.INTERVAL_CAP_DAYS)
        return ScheduleSnapshot(state, min(_due_on(imported), latest))

    def _within_bounds(self, review: PastReview) -> PastReview:
        return replace(
            review,
            at=min(max(review.at, EPOCH), self.now),
            grade=_clamp(review.grade, GRADES.start, GRADES.stop - 1),
            interval_days=_interval(review.interval_days),
            easiness=_easiness(review.easiness),
            taken_ms=None if review.taken_ms is None else _clamp(review.taken_ms, 0, ReviewLog.MAX_TAKEN_MS),
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


def _last_on(imported: ImportedSchedule) -> date:
    """Return the study day of the last review, by the schedule alone."""
    return _due_on(imported) - timedelta(days=_interval(imported.state.interval_days))


def _due_on(imported: ImportedSchedule) -> date:
    return max(imported.due_on or EPOCH.date(), EPOCH.date())


def _interval(days: int) -> int:
    return _clamp(days, 1, settings.INTERVAL_CAP_DAYS)


def _easiness(hundredths: int) -> int:
    return _clamp(hundredths, EASINESS_FLOOR, MAX_EASINESS)


def _clamp(value: int, minimum: int, maximum: int) -> int:
    return min(max(value, minimum), maximum)

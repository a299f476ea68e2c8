"""Brings schedules and histories that were made elsewhere. What was learned here is never set back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched

from django.conf import settings

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.scheduler.sm2 import CardState

ALGORITHM = "elsewhere"
UNKNOWN = 4  # the grade of a card that comes without its answers
FORGOTTEN = 3  # grades below this one begin a card anew
AT_ONCE = 1_000
CHANGED = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "queue_on", "drill_on", "suspended", "flag")


@dataclass(frozen=True, slots=True)
class PastReview:
    """An answer that was given elsewhere, and the interval and the easiness after it."""

    at: datetime
    grade: int
    interval_days: int
    easiness: int
    taken_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What is known of one card: without a due date it is new, and only that it is suspended matters."""

    card_id: int
    state: CardState
    due_on: date | None
    suspended: bool = False
    flag: int = 0
    reviews: Sequence[PastReview] = ()


@dataclass
class Counts:
    """How many schedules were made or changed, and how many answers came with them."""

    schedules: int = 0
    reviews: int = 0


def bring(user: User, deck: Deck, brought: Iterable[Brought], *, now: datetime) -> Counts:
    """Give the user the schedules of cards of one deck, which they study from now on; within a transaction.

    A card that the user answered here keeps its schedule, unless it was answered elsewhere since.
    """
    subscription, _ = Subscription.objects.get_or_create(user=user, deck=deck)
    counts = Counts()
    for chunk in batched(brought, AT_ONCE):
        _Chunk(user, subscription, now, counts).bring(chunk)
    Subscription.objects.filter(pk=subscription.pk).update(dealt_on=None)
    return counts


class _Chunk:
    def __init__(self, user: User, subscription: Subscription, now: datetime, counts: Counts) -> None:
        self._user, self._subscription, self._now, self._counts = user, subscription, now, counts
        self._today = user.study_day(now)
        self._new: list[Schedule] = []
        self._changed: list[Schedule] = []
        self._logs: list[ReviewLog] = []

    def bring(self, brought: Sequence[Brought]) -> None:
        cards = [each.card_id for each in brought]
        there = {each.card_id: each for each in Schedule.objects.filter(user=self._user, card__in=cards)}
        for each in brought:
            self._take(self._tidied(each), there.get(each.card_id))
        Schedule.objects.bulk_create(self._new, AT_ONCE)
        Schedule.objects.bulk_update(self._changed, [*CHANGED, "reviewed_at", "version"], AT_ONCE)
        ReviewLog.objects.bulk_create(self._logs, AT_ONCE)
        self._counts.schedules += len(self._new) + len(self._changed)

    def _tidied(self, brought: Brought) -> Brought:
        """Return what is brought within our bounds: no answer of the future, no interval beyond the cap."""
        cap = settings.INTERVAL_CAP_DAYS
        state = replace(brought.state, interval_days=min(brought.state.interval_days, cap))
        reviews = [
            replace(each, at=min(each.at, self._now), interval_days=min(each.interval_days, cap))
            for each in brought.reviews
        ]
        reviews.sort(key=lambda review: review.at)
        return replace(brought, state=state, reviews=reviews)

    def _take(self, brought: Brought, schedule: Schedule | None) -> None:
        """Make a schedule of what is brought, or take over what is later than the one that is there."""
        if brought.due_on is None and not brought.suspended:
            return
        since = schedule.reviewed_at if schedule else None
        reviews = [review for review in brought.reviews if since is None or review.at > since]
        if since and not reviews:
            return
        if schedule is None:
            schedule = Schedule(user=self._user, card_id=brought.card_id, deck_id=self._subscription.deck_id)
            self._new.append(schedule)
        elif brought.due_on is None and schedule.suspended:
            return
        else:
            self._changed.append(schedule)
        self._counts.reviews += len(reviews)
        self._move_on(schedule, brought, reviews)

    def _move_on(self, schedule: Schedule, brought: Brought, reviews: Sequence[PastReview]) -> None:
        if brought.due_on:
            reviews = reviews or [self._unknown(brought, brought.due_on)]
            for log in self._logs_of(schedule, brought, reviews, brought.due_on):
                self._logs.append(log)
            schedule.version += len(reviews)
            schedule.reviewed_at = reviews[-1].at
        for name, value in asdict(brought.state).items():
            setattr(schedule, name, value)
        schedule.due_on, schedule.drill_on = brought.due_on, None
        schedule.suspended, schedule.flag = brought.suspended, brought.flag
        schedule.queue_on = self._queue_on(schedule)

    def _queue_on(self, schedule: Schedule) -> date | None:
        asleep = schedule.suspended or self._subscription.paused
        return None if asleep else schedule.due_on or self._today

    def _unknown(self, brought: Brought, due_on: date) -> PastReview:
        """Return an answer that explains the schedule of a card that comes without its answers."""
        learned_on = max(date(1970, 1, 2).toordinal(), due_on.toordinal() - brought.state.interval_days)
        at = datetime.combine(date.fromordinal(learned_on), time(12), UTC)
        return PastReview(min(at, self._now), UNKNOWN, brought.state.interval_days, brought.state.easiness)

    def _logs_of(
        self, schedule: Schedule, brought: Brought, reviews: Sequence[PastReview], due_on: date
    ) -> Iterator[ReviewLog]:
        """Yield the answers, each beginning where the one before ended; the last ends in what is brought."""
        before, due_before, drill_before = schedule.state, schedule.due_on, schedule.drill_on
        for version, review in enumerate(reviews, schedule.version + 1):
            after, due_after = _after(before, review), self._due_after(review)
            if review is reviews[-1]:
                after, due_after = brought.state, due_on
            yield ReviewLog(
                user=self._user,
                schedule=schedule,
                version=version,
                kind=ReviewLog.Kind.IMPORT,
                grade=review.grade,
                reviewed_at=review.at,
                taken_ms=review.taken_ms,
                algorithm=ALGORITHM,
                drill_on_before=drill_before,
                due_on_before=due_before,
                due_on_after=due_after,
                **{f"{name}_before": value for name, value in asdict(before).items()},
                **{f"{name}_after": value for name, value in asdict(after).items()},
            )
            before, due_before, drill_before = after, due_after, None

    def _due_after(self, review: PastReview) -> date:
        return self._user.study_day(review.at) + timedelta(days=review.interval_days)


def _after(before: CardState, review: PastReview) -> CardState:
    """Return the state after an answer elsewhere; successes and lapses are counted as we count them."""
    forgotten = review.grade < FORGOTTEN
    repetitions = 0 if forgotten else before.repetitions + 1
    lapses = before.lapses + (forgotten and before.repetitions > 0)
    return CardState(repetitions, review.interval_days, review.easiness, lapses)

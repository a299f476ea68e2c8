"""The end of a day's review: what was answered, what was not remembered, and what tomorrow has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from apps.accounts.models import User
from apps.reviews.day import decks_today, pace, queue
from apps.reviews.day.scope import Scope, within
from apps.reviews.grading.buttons import LABELS, TONES
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.scheduler.sm2 import PASS

MAX_FAILED = 20  # cards listed
ASKED = (ReviewLog.Kind.REVIEW, ReviewLog.Kind.LEARN)


@dataclass(frozen=True)
class GradeShare:
    """How often a button was pressed, and its part of the bar in per cent."""

    label: str
    tone: str
    number: int
    x: float
    width: float


@dataclass(frozen=True)
class DayAnswers:
    """The answers of a study day; `due` cards are those that had been learned before, and came because of that."""

    number: int
    milliseconds: int
    timed: int
    due: int
    remembered: int
    shares: Sequence[GradeShare]

    @property
    def seconds_each(self) -> float:
        """The mean time of an answer, where known."""
        return self.milliseconds / 1000 / self.timed if self.timed else pace.DEFAULT_SECONDS

    @property
    def minutes(self) -> int:
        """The time of all answers; of those whose time is not known, as much as of the others."""
        return pace.minutes(self.number, self.seconds_each)


@dataclass(frozen=True)
class Tomorrow:
    """What the next study day has, as far as today knows."""

    due: int
    new: int
    minutes: int


def end_of_review(user: User, today: date, scope: Scope) -> dict[str, object]:
    """Return what the end of a review shows: the day's answers, the cards that were not remembered, tomorrow."""
    subscriptions = decks_today.subscriptions(user, today)
    studied = [each for each in subscriptions if not each.paused and scope in (None, each.deck, each.deck.course)]
    given = answers(user, today, scope)
    forgotten = list(queue.with_card(failed(user, today, scope))[: MAX_FAILED + 1])
    return {
        "next_day": decks_today.next_day(subscriptions, today),
        "answers": given,
        "failed": forgotten[:MAX_FAILED],
        "more_failed": len(forgotten) > MAX_FAILED,
        "tomorrow": tomorrow(user, today, studied, given.seconds_each, scope),
        "has_unseen": any(each.has_unseen for each in studied),
    }


def answers(user: User, today: date, scope: Scope = None) -> DayAnswers:
    """Return what the person answered today; one statement."""
    given = queue.answers_of(user, today).filter(schedule__user=user, **within(scope, "schedule__"))
    counted = given.order_by().values("kind", "grade")
    sorts = counted.annotate(number=Count("pk"), milliseconds=Sum("taken_ms"), timed=Count("taken_ms"))
    rows: list[dict[str, Any]] = [{**row} for row in sorts]
    due = [row for row in rows if row["kind"] == ReviewLog.Kind.REVIEW]
    return DayAnswers(
        number=sum(row["number"] for row in rows),
        milliseconds=sum(row["milliseconds"] or 0 for row in rows),
        timed=sum(row["timed"] for row in rows),
        due=sum(row["number"] for row in due),
        remembered=sum(row["number"] for row in due if row["grade"] >= PASS),
        shares=list(_shares(rows)),
    )


def failed(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards that were not remembered in a review of today, deck by deck."""
    asked = queue.answers_of(user, today).filter(kind__in=ASKED, grade__lt=PASS)
    in_use = Schedule.objects.in_use().filter(user=user, **within(scope))
    return in_use.filter(pk__in=asked.values("schedule")).order_by("deck", "id")


def tomorrow(user: User, today: date, studied: Iterable[Subscription], seconds: float, scope: Scope = None) -> Tomorrow:
    """Return how many cards of the subscriptions the next study day has, and how long they take."""
    day = today + timedelta(days=1)
    due = queue.due(user, day, scope).count()
    waiting = Counter(queue.new(user, day, scope).values_list("deck", flat=True))
    new = waiting.total() + sum(_unseen(each, waiting[each.deck_id]) for each in studied if each.has_new_tomorrow)
    return Tomorrow(due, new, pace.minutes(due + new, seconds))


def _unseen(subscription: Subscription, waiting: int) -> int:
    """Return how many unseen cards the deck adds within its limit, of which the waiting ones use up a part."""
    return queue.unseen_cards(subscription)[: max(0, subscription.new_limit - waiting)].count()


def _shares(rows: Iterable[dict[str, Any]]) -> Iterator[GradeShare]:
    """Yield the four buttons that were pressed, from Again to Easy; the grades below Hard are one."""
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[TONES[row["grade"]]] += row["number"]
    x = 0.0
    for grade, label in LABELS[User.Buttons.FOUR].items():
        if number := numbers[TONES[grade]]:
            width = 100 * number / numbers.total()
            yield GradeShare(str(label), TONES[grade], number, round(x, 2), round(width, 2))
            x += width

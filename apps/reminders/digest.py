"""Whether a session is worth an e-mail today, and what it says.

It is worth one when a full session is due, when waiting until tomorrow would cost two lapses, or when a goal needs
today. SM-2 itself predicts nothing: a card is taken to be remembered, t days after its last answer and with an interval
of I days, with the probability r ** (t / I), where r is what the learner remembered of the cards that were due.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from apps.accounts.models import User
from apps.reviews.day import pace, queue
from apps.reviews.models import DayTally
from apps.scheduler.sm2 import PASS
from apps.teaching.goals.person_goals import running_goals
from apps.teaching.goals.progress import GoalStatus, progress

FULL_SESSION = 20  # cards
MIN_LAPSES = 2.0
AWAY = timedelta(days=30)  # then nobody is reminded of cards, until they review again
RETENTION_DAYS = timedelta(days=90)
MIN_TESTS = 20  # with fewer, what everybody's schedule aims at
USUAL_RETENTION, LOWEST, HIGHEST = 0.9, 0.5, 0.98


class DueCards(NamedTuple):
    """So many cards of one deck with the same interval, due since the same day."""

    deck: int
    due_on: date
    interval_days: int
    number: int


@dataclass(frozen=True)
class Digest:
    """What is due for one person on a study day, how long it takes, and what waiting would cost."""

    due: int
    minutes: int
    lapses: float
    goals: Sequence[GoalStatus]

    @property
    def lapses_rounded(self) -> int:
        """How many cards waiting would cost, where those are worth a sentence; otherwise 0."""
        return round(self.lapses) if self.lapses >= MIN_LAPSES else 0

    @property
    def is_worth_it(self) -> bool:
        """Whether to send it."""
        return bool(self.goals) or self.due >= FULL_SESSION or self.lapses >= MIN_LAPSES


def digest_of(user: User, today: date, now: datetime) -> Digest:
    """Return what the person could be reminded of: goals that need today; cards, unless they reviewed some today."""
    goals = [each for each in progress(user, running_goals(user, now), today) if each.needs_today]
    if not _waits_for_cards(user, today, now):
        return Digest(0, 0, 0.0, goals)
    cards = due_cards(user, today)
    due = _within_limits(user, cards)
    lapses = expected_lapses(cards, today, retention(user, today))
    return Digest(due, pace.minutes(due, pace.seconds_per_card(user, now)), lapses, goals)


def due_cards(user: User, today: date) -> list[DueCards]:
    """Return the cards in the queue that were learned, without building the day."""
    due = queue.waiting_to_count(user, today).filter(due_on__isnull=False, interval_days__gte=1)
    rows = due.order_by().values_list("deck", "due_on", "interval_days").annotate(number=Count("pk"))
    return [DueCards(deck, due_on, interval, number) for deck, due_on, interval, number in rows if due_on]


def expected_lapses(cards: Iterable[DueCards], today: date, retention: float) -> float:
    """Return how many of the cards are remembered today and will not be tomorrow."""
    return sum(each.number * _lost(each, today, retention) for each in cards)


def retention(user: User, today: date) -> float:
    """Return the share of due cards that the person remembered lately; within bounds, which few answers could leave."""
    recent = DayTally.objects.filter(user=user, day__gte=today - RETENTION_DAYS)
    passed = Q(grade__gte=PASS)
    sums = recent.aggregate(asked=Sum("tests", default=0), passed=Sum("tests", filter=passed, default=0))
    if sums["asked"] < MIN_TESTS:
        return USUAL_RETENTION
    share: float = sums["passed"] / sums["asked"]
    return min(HIGHEST, max(LOWEST, share))


def _lost(cards: DueCards, today: date, retention: float) -> float:
    elapsed = cards.interval_days + (today - cards.due_on).days
    now, tomorrow = (retention ** (days / cards.interval_days) for days in (elapsed, elapsed + 1))
    return float(now - tomorrow)


def _waits_for_cards(user: User, today: date, now: datetime) -> bool:
    """Whether the person has answered something lately, but nothing today."""
    latest = user.reviews.filter(reviewed_at__gte=now - AWAY).order_by("-reviewed_at").values_list("day", flat=True)
    day: date | None = latest.first()
    return day is not None and day < today


def _within_limits(user: User, cards: Iterable[DueCards]) -> int:
    """Return how many of the cards the day has within the limits of their decks."""
    limits = dict(user.subscriptions.filter(paused=False).values_list("deck", "review_limit"))
    numbers = dict.fromkeys(limits, 0)
    for each in cards:
        numbers[each.deck] = numbers.get(each.deck, 0) + each.number
    return sum(min(number, limits.get(deck, 0)) for deck, number in numbers.items())

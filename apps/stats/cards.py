"""What a learner's cards are like: their intervals, easiness and lapses, when they are due, which are hardest."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.day.scope import Scope, counted
from apps.reviews.models import Schedule
from apps.scheduler.leech import is_leech
from apps.scheduler.maturity import MATURE_DAYS

MAX_HARDEST = 10
MIN_HARD_LAPSES = 2


@dataclass(frozen=True)
class CardFigures:
    """How many learned cards have each interval, easiness and number of lapses; suspended ones are counted apart."""

    intervals: Counter[int]
    easiness: Counter[int]
    lapses: Counter[int]
    suspended: int

    @property
    def total(self) -> int:
        """How many cards are learned, suspended ones included."""
        return sum(self.easiness.values())

    @property
    def mature(self) -> int:
        """How many have an interval of three weeks or more."""
        return sum(number for days, number in self.intervals.items() if days >= MATURE_DAYS)

    @property
    def young(self) -> int:
        """How many have a shorter one."""
        return self.intervals.total() - self.mature

    @property
    def leeches(self) -> int:
        """How many keep lapsing."""
        return sum(number for lapses, number in self.lapses.items() if is_leech(lapses))


class Learned(NamedTuple):
    """How many cards are learned, and how many of them have an interval of three weeks or more."""

    total: int
    mature: int


@dataclass(frozen=True)
class Load:
    """How many cards a day has: young ones, mature ones."""

    young: int
    mature: int


def learned_counts(user: User, scope: Scope) -> Learned:
    """Count the learned cards, suspended ones included; one statement."""
    mature = Count("pk", filter=Q(interval_days__gte=MATURE_DAYS, suspended=False))
    return Learned(**_learned(user, scope).aggregate(total=Count("pk"), mature=mature))


def card_figures(user: User, scope: Scope) -> CardFigures:
    """Count the cards, in three statements that read one index each."""
    rows = _learned(user, scope).order_by()
    intervals: Counter[int] = Counter()
    suspended = 0
    for days, is_suspended, number in rows.values_list("interval_days", "suspended").annotate(Count("pk")):
        if is_suspended:
            suspended += number
        else:
            intervals[days] += number
    easiness = rows.values_list("easiness").annotate(Count("pk"))
    lapses = rows.values_list("lapses").annotate(Count("pk"))
    return CardFigures(intervals, Counter(dict(easiness)), Counter(dict(lapses)), suspended)


def forecast(user: User, today: date, days: int, scope: Scope) -> list[Load]:
    """Return the reviews of the next days, today's first with all that waits; new cards are not counted."""
    last = today + timedelta(days=days - 1)
    due = queue.waiting_to_count(user, last, scope).filter(due_on__isnull=False)
    mature = Count("pk", filter=Q(interval_days__gte=MATURE_DAYS))
    loads: list[list[int]] = [[0, 0] for _ in range(days)]
    for day, number, old in due.values_list("queue_on").annotate(number=Count("pk"), mature=mature):
        load = loads[max(0, (day - today).days)]
        load[0] += number - old
        load[1] += old
    return [Load(*load) for load in loads]


def hardest(user: User, scope: Scope) -> list[Schedule]:
    """Return the cards with the most lapses, then those of the lowest easiness, with what a list shows of them."""
    hard = _learned(user, scope).filter(lapses__gte=MIN_HARD_LAPSES).order_by("-lapses", "easiness", "pk")
    keys = list(hard.values_list("pk", flat=True)[:MAX_HARDEST])
    found = queue.with_card(Schedule.objects.filter(user=user, pk__in=keys))
    return sorted(found, key=lambda each: keys.index(each.pk))


def _learned(user: User, scope: Scope) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user=user, interval_days__gte=1).filter(counted(user, scope))

"""What would come: cards are answered day by day, graded by chance as before, and SM-2 decides when they come again.

No clock and no database: the same cards, plan, habits and seed always give the same days.
"""

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, islice
from random import Random

from apps.scheduler import sm2
from apps.scheduler.maturity import age
from apps.scheduler.sm2 import CardState, Sm2Variant


@dataclass(frozen=True)
class Habits:
    """How a learner answers cards of each age: how often each of the grades 0 to 5, and in how many seconds."""

    grades: Mapping[int, Sequence[int]]
    seconds: float

    @cached_property
    def _sums(self) -> Mapping[int, Sequence[int]]:
        """How often each grade or a lower one was given: as a draw needs it, added up once."""
        return {age: [*accumulate(numbers)] for age, numbers in self.grades.items()}

    def grade(self, interval_days: int, chance: Random) -> int:
        """Draw the grade of a card with this interval."""
        sums = self._sums[age(interval_days)]
        return bisect(sums, chance.random() * sums[-1], 0, len(sums) - 1)


@dataclass(frozen=True)
class Plan:
    """How many days, and how many cards a day at most: new ones, of as many as are left, and reviews."""

    days: int
    new_a_day: Fraction | int  # half a card is one every second day
    reviews_a_day: int
    new_cards: int

    def smaller(self, scale: int) -> "Plan":
        """Return the plan for one card of so many."""
        return Plan(
            self.days, Fraction(self.new_a_day) / scale, -(-self.reviews_a_day // scale), -(-self.new_cards // scale)
        )


@dataclass(slots=True)
class SimulatedCard:
    """A card: its state, on which day from today it is due, and the grades that it got."""

    state: CardState
    due_in: int = 0
    grades: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """How many cards a day had: reviews, and new ones."""

    reviews: int
    new: int


@dataclass(frozen=True)
class SimulationResult:
    """What the days had, and what became of the cards."""

    days: Sequence[SimulatedDay]
    cards: Sequence[SimulatedCard]


def simulate(
    cards: Iterable[SimulatedCard], plan: Plan, habits: Habits, *, seed: int, variant: Sm2Variant, cap_days: int
) -> SimulationResult:
    """Answer what is due each day, the longest waiting first; what is over the limit waits, as in the review."""
    chance, known, days = Random(seed), list(cards), []  # noqa: S311 - a simulation, not a secret
    waiting: dict[int, list[SimulatedCard]] = {}
    for card in known:
        waiting.setdefault(max(0, card.due_in), []).append(card)
    backlog: list[SimulatedCard] = []
    unseen = iter(SimulatedCard(CardState()) for _ in range(plan.new_cards))
    for today in range(plan.days):
        backlog += waiting.pop(today, [])
        due, backlog = backlog[: plan.reviews_a_day], backlog[plan.reviews_a_day :]
        new = list(islice(unseen, int((today + 1) * plan.new_a_day) - int(today * plan.new_a_day)))
        known += new
        for card in [*due, *new]:
            grade = habits.grade(card.state.interval_days, chance)
            card.grades.append(grade)
            card.state = sm2.grade(card.state, grade, variant, cap_days=cap_days)
            card.due_in = today + card.state.interval_days
            waiting.setdefault(card.due_in, []).append(card)
        days.append(SimulatedDay(len(due), len(new)))
    return SimulationResult(days, known)


def sample_size(cards: int, plan: Plan, most: int) -> int:
    """Return of how many cards one is to be simulated, so that a large collection takes no longer."""
    new = min(plan.new_cards, int(plan.new_a_day * plan.days))
    return max(1, -(-(cards + new) // most))

"""How the made-up learners of the demo class study, and how they answer: by chance from a seed, and by nothing else."""

from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

from apps.scheduler.sm2 import CardState

NAMES = (
    *("Amara", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas"),
    *("Kofi", "Leonie", "Mateo", "Nora", "Oskar", "Priya", "Quentin", "Rania", "Sofia", "Tariq"),
    *("Ulla", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoe", "Anton", "Bella", "Cem", "Dana"),
)
NEVER, PRACTICING, GIVING_UP = 0.15, 0.3, 0.5  # up to which chance a learner is of that sort; the others review on
WEEKEND = 5  # the weekday from which on fewer study
STABILITY = 2.5  # how much longer than its interval a card of middle difficulty is remembered
QUICKEST_MS, SLOWEST_MS = 1_200, 90_000


@dataclass(frozen=True)
class Habit:
    """One learner: ability from 0 to 1, and on which of the term's days they study, from the first to the last."""

    name: str
    ability: float
    first_day: int
    last_day: int
    eagerness: float
    hour: int
    reviews: bool

    def studies(self, day: int, on: date, chance: Random) -> bool:
        """Whether they study on a day of the term."""
        share = self.eagerness * (0.5 if on.weekday() >= WEEKEND else 1)
        return self.first_day <= day <= self.last_day and (day == self.first_day or chance.random() < share)


def habit(number: int, days: int, chance: Random) -> Habit:
    """Return a learner: some never begin, some only practice, some give up, and half of them review all the term."""
    sort = chance.random()
    first = days if sort < NEVER else chance.randrange(max(1, days // 4))
    last = chance.randrange(first, days) if NEVER <= sort < GIVING_UP else days
    return Habit(
        name=NAMES[number % len(NAMES)],
        ability=chance.betavariate(5, 3),
        first_day=first,
        last_day=last,
        eagerness=chance.uniform(0.3, 0.95),
        hour=chance.randrange(8, 22),
        reviews=sort >= PRACTICING,
    )


def difficulty(seed: int, place: int) -> float:
    """Return how hard the card or question in this place of a lesson is, from 0 to 1."""
    return Random(f"{seed}-{place}").betavariate(1.2, 1.8)  # noqa: S311 - the same each time


def grade(state: CardState, late_days: int, ability: float, hard: float, chance: Random) -> int:
    """Return the grade of an answer: 1 where the card is forgotten, 3 to 5 where it is not."""
    known = 0.55 + 0.5 * ability - 0.9 * hard
    if state.interval_days:
        stability = state.interval_days * STABILITY * (0.4 + ability) * (1.7 - 1.4 * hard)
        known = exp(-(state.interval_days + late_days) / (2 * stability))
    if chance.random() >= known:
        return 1
    return chance.choices((3, 4, 5), (1 + 3 * hard, 6, 3 * ability))[0]


def knows(ability: float, hard: float, chance: Random) -> bool:
    """Whether a question of the practice page is answered correctly."""
    return chance.random() < 0.45 + 0.55 * ability - 0.6 * hard


def taken_ms(hard: float, chance: Random) -> int:
    """Return how long an answer takes."""
    return round(min(SLOWEST_MS, max(QUICKEST_MS, 1000 * chance.lognormvariate(1.4 + hard, 0.5))))

"""Made-up answers to one card, as a learner could have given them, without a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState

GRADES, WEIGHTS = (1, 3, 4, 5), (20, 10, 55, 15)
MAX_DAYS = 3 * 365  # between the first answer and the last
MAX_ATTEMPTS = 1000


@dataclass(frozen=True, slots=True)
class LoadAnswer:
    """An answer so many days after the first, and the state before and after it."""

    day: int
    grade: int
    taken_ms: int
    before: CardState
    after: CardState


def histories(number: int, answers: int, chance: Random) -> list[list[LoadAnswer]]:
    """Return so many histories of so many answers, each given on the day on which the card was due."""
    return [_history(answers, chance) for _ in range(number)]


def _history(answers: int, chance: Random) -> list[LoadAnswer]:
    """Return one that is not too long; where none is found, of failures only."""
    for _ in range(MAX_ATTEMPTS):
        history = list(_answers(chance.choices(GRADES, WEIGHTS, k=answers), chance))
        if history[-1].day <= MAX_DAYS:
            return history
    return list(_answers([1] * answers, chance))


def _answers(grades: list[int], chance: Random) -> Iterator[LoadAnswer]:
    state, day = CardState(), 0
    for grade in grades:
        after = sm2.grade(state, grade)
        yield LoadAnswer(day, grade, chance.randrange(2000, 20_000), state, after)
        state, day = after, day + after.interval_days

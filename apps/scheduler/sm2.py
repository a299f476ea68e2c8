"""SM-2 as published (Wozniak 1990, section 3.2), in whole numbers: no floats."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GRADES = range(6)
PASS = 3
DRILL_BELOW = 4
EASINESS_CHANGE = {0: -80, 1: -54, 2: -32, 3: -14, 4: 0, 5: 10}  # hundredths, per grade
EASINESS_FLOOR = 130
INTERVAL_CAP_DAYS = 36_500
FIRST_INTERVALS_DAYS = {0: 1, 1: 6}  # by the number of successes so far


class Sm2Variant(StrEnum):
    """Which of the two published versions of SM-2 decides where they differ: the text, or SuperMemo's plug-in."""

    TEXT = "text"
    PLUGIN = "plugin"


@dataclass(frozen=True, slots=True)
class CardState:
    """The state of one card in SM-2. Easiness is in hundredths: 250 is 2.50."""

    repetitions: int = 0
    interval_days: int = 0
    easiness: int = 250
    lapses: int = 0


def grade(
    state: CardState, grade: int, variant: Sm2Variant = Sm2Variant.TEXT, *, cap_days: int = INTERVAL_CAP_DAYS
) -> CardState:
    """Return the state after an answer graded 0 to 5; any other grade is a ValueError."""
    if grade not in GRADES:
        raise ValueError(f"A grade is a whole number from 0 to 5, not {grade!r}.")
    if grade < PASS:
        return _failed(state, grade, variant)
    return _passed(state, grade, variant, cap_days)


def futures(
    state: CardState, variant: Sm2Variant = Sm2Variant.TEXT, *, cap_days: int = INTERVAL_CAP_DAYS
) -> dict[int, CardState]:
    """Return the state that each grade from 0 to 5 would lead to."""
    return {each: grade(state, each, variant, cap_days=cap_days) for each in GRADES}


def replay(
    grades: Iterable[int], variant: Sm2Variant = Sm2Variant.TEXT, *, cap_days: int = INTERVAL_CAP_DAYS
) -> list[CardState]:
    """Return the states of a new card after each of the grades, in order."""
    states, state = [], CardState()
    for each in grades:
        state = grade(state, each, variant, cap_days=cap_days)
        states.append(state)
    return states


def drills(grade: int) -> bool:
    """Whether the grade adds the card to today's final drill, or leaves it there."""
    return grade < DRILL_BELOW


def _failed(state: CardState, grade: int, variant: Sm2Variant) -> CardState:
    """Reset the repetitions; only the plug-in lowers the easiness."""
    return CardState(
        repetitions=0,
        interval_days=1,
        easiness=state.easiness if variant is Sm2Variant.TEXT else changed_easiness(state.easiness, grade),
        lapses=state.lapses + (state.repetitions > 0),
    )


def _passed(state: CardState, grade: int, variant: Sm2Variant, cap_days: int) -> CardState:
    """Lengthen the interval by the easiness from before the grade, then change the easiness."""
    return CardState(
        repetitions=state.repetitions + 1,
        interval_days=min(cap_days, next_interval_days(state, variant)),
        easiness=changed_easiness(state.easiness, grade),
        lapses=state.lapses,
    )


def changed_easiness(easiness: int, grade: int) -> int:
    """Return the easiness in hundredths after a grade: EF + (0.1 - (5-q)(0.08 + (5-q)0.02)), never below 1.30."""
    return max(EASINESS_FLOOR, easiness + EASINESS_CHANGE[grade])


def next_interval_days(state: CardState, variant: Sm2Variant) -> int:
    """Return the uncapped days until the next repetition after a success: 1, 6, then growing by the easiness."""
    if state.repetitions in FIRST_INTERVALS_DAYS:
        return FIRST_INTERVALS_DAYS[state.repetitions]
    grown = state.interval_days * state.easiness  # in hundredths of a day
    if variant is Sm2Variant.TEXT:
        return -(-grown // 100)  # a fraction of a day is rounded up
    return round(Fraction(grown, 100))  # to the nearest day, ties to even

"""The arithmetic of SM-2 in words, for learners who ask why a card comes back when it does. Pure."""

from apps.scheduler.sm2 import (
    FIRST_INTERVALS_DAYS,
    INTERVAL_CAP_DAYS,
    PASS,
    CardState,
    Sm2Variant,
    next_interval_days,
)
from apps.scheduler.sm2 import grade as graded


def interval_in_words(
    before: CardState, grade: int, variant: Sm2Variant = Sm2Variant.TEXT, *, cap_days: int = INTERVAL_CAP_DAYS
) -> str:
    """Say how the grade leads to its interval: "6 days x 2.36 = 14.16, rounded up to 15"."""
    if grade < PASS:
        return "Not remembered, so it starts again with 1 day"
    if before.repetitions in FIRST_INTERVALS_DAYS:
        order = ("first", "second")[before.repetitions]
        return (
            f"The {order} success in a row always gives {days(min(cap_days, FIRST_INTERVALS_DAYS[before.repetitions]))}"
        )
    uncapped = next_interval_days(before, variant)
    sentence = f"{_product(before)}{_rounding(before, uncapped)}"
    return sentence if uncapped <= cap_days else f"{sentence}, but never more than {days(cap_days)}"


def easiness_in_words(before: CardState, grade: int, variant: Sm2Variant = Sm2Variant.TEXT) -> str:
    """Say what the grade does to the easiness: "Easiness 2.50 - 0.14 = 2.36"."""
    after = graded(before, grade, variant)
    change = after.easiness - before.easiness
    if not change:
        return f"Easiness stays {hundredths(before.easiness)}"
    sign = "+" if change > 0 else "-"
    return f"Easiness {hundredths(before.easiness)} {sign} {hundredths(abs(change))} = {hundredths(after.easiness)}"


def days(count: int) -> str:
    """Return "1 day", "15 days" or "36,500 days"."""
    return "1 day" if count == 1 else f"{count:,} days"


def hundredths(value: int) -> str:
    """Return 236 as "2.36"."""
    return f"{value // 100}.{value % 100:02d}"


def _product(before: CardState) -> str:
    grown = before.interval_days * before.easiness
    result = f"{grown // 100:,}" if grown % 100 == 0 else f"{grown // 100:,}.{grown % 100:02d}"
    return f"{days(before.interval_days)} x {hundredths(before.easiness)} = {result}"


def _rounding(before: CardState, rounded: int) -> str:
    grown = before.interval_days * before.easiness
    if grown == rounded * 100:
        return ""
    return f", rounded {'up' if rounded * 100 > grown else 'down'} to {rounded:,}"

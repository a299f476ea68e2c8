"""The age of a card by its interval: new, young or, from three weeks on, mature."""

MATURE_DAYS = 21
NEW, YOUNG, MATURE = range(3)


def age(interval_days: int) -> int:
    """Return the age of a card with this interval."""
    if not interval_days:
        return NEW
    return YOUNG if interval_days < MATURE_DAYS else MATURE

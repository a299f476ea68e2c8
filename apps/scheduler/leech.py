"""Leeches: cards that keep lapsing. A learner is alerted to one at its eighth lapse, and at every fourth after it."""

LEECH_LAPSES = 8
LEECH_REPEAT_LAPSES = 4


def is_leech(lapses: int) -> bool:
    """Whether a card that lapsed so often is a leech."""
    return lapses >= LEECH_LAPSES


def is_leech_alert(lapses: int) -> bool:
    """Whether the lapse that made it so many is one to alert the learner to: the 8th, the 12th, the 16th, ..."""
    return is_leech(lapses) and (lapses - LEECH_LAPSES) % LEECH_REPEAT_LAPSES == 0

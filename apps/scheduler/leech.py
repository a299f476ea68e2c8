"""Leeches: cards that keep lapsing. A learner is alerted to one at its eighth lapse, and at every fourth after it."""

LEECH_LAPSES = 8
LEECH_REPEAT_LAPSES = 4


def is_leech_alert(lapses: int) -> bool:
    """Whether the lapse that made it so many is one to alert the learner to: the 8th, the 12th, the 16th, ..."""
    return lapses >= LEECH_LAPSES and (lapses - LEECH_LAPSES) % LEECH_REPEAT_LAPSES == 0

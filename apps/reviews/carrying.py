from dataclasses import dataclass
from typing import Any


@dataclass
class Brought:
    card_id: int
    state: Any
    due_on: Any
    suspended: bool
    flag: int
    reviews: Any


@dataclass
class PastReview:
    at: Any
    grade: int
    interval_days: int
    easiness: int
    taken_ms: Any


class C:
    reviews = 0


def bring(*a, **k):
    return C

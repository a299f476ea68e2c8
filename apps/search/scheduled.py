"""How a condition looks for schedules: what is fastest depends on whether a card is to have one, or none."""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from apps.reviews.models import Schedule


def finds_only_scheduled(condition: Q, *, is_negated: bool = False) -> bool:
    """Whether all that a condition finds has a schedule in one of the decks: see `states.scheduled`."""
    is_negated ^= condition.negated
    found = [
        finds_only_scheduled(part, is_negated=is_negated)
        if isinstance(part, Q)
        else not is_negated and _is_scheduled(part)
        for part in condition.children
    ]
    return any(found) if (condition.connector == Q.AND) != is_negated else bool(found) and all(found)


def looked_up(condition: Q, *, is_negated: bool = False) -> Q:
    """Return a condition on cards that looks for the schedule of one card after the other, as far as that is faster.

    Otherwise a list of all of them is made before the first card is found. SQLite alone is faster with that list, where
    a card is to have none.
    """
    is_negated ^= condition.negated
    parts = [_looked_up(part, is_negated=is_negated) for part in condition.children]
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)


def _looked_up(part: Any, *, is_negated: bool) -> Any:
    if isinstance(part, Q):
        return looked_up(part, is_negated=is_negated)
    if _is_scheduled(part) and not (is_negated and connection.vendor == "sqlite"):
        return Exists(part[1].filter(card=OuterRef("pk")))
    return part


def _is_scheduled(part: object) -> bool:
    return isinstance(part, tuple) and getattr(part[1], "model", None) is Schedule

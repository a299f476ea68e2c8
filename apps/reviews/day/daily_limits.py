"""The daily limits of new cards and of reviews: what is counted against them, and how many more cards they allow."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule

type Studied = Mapping[int, Any]  # subscriptions of one person, by the keys of their decks
type Numbers = dict[str, Counter[int]]  # by what is counted, then by deck


def rooms_for_new(studied: Studied, answers: Numbers, counts: Numbers) -> dict[int, int]:
    """Return by deck how many more new cards the day allows; negative where more are waiting than that."""
    learned = answers[ReviewLog.Kind.LEARN]
    return {deck: each.new_limit - learned[deck] - counts["new"][deck] for deck, each in studied.items()}


def rooms_for_reviews(studied: Studied, answered: Counter[int]) -> dict[int, int]:
    """Return by deck how many more due cards the day allows, of which so many were answered."""
    return {deck: max(0, each.review_limit - answered[deck]) for deck, each in studied.items()}


def count_waiting(user: User, studied: Studied, today: date) -> Numbers:
    """Count what is `due`, `new`, `picked` (of the new ones) and `over_limit`, by deck; one statement."""
    tomorrow = today + timedelta(days=1)
    queued = Schedule.objects.filter(user=user, deck__in=studied, queue_on__lte=tomorrow, archived=False)
    today_has, is_new = Q(queue_on__lte=today), Q(due_on__isnull=True)
    filters = {
        "due": today_has & ~is_new,
        "new": today_has & is_new,
        "picked": today_has & is_new & Q(queue.picked_by(user, "card")),
        "over_limit": Q(queue_on=tomorrow, due_on__lte=today),
    }
    rows = queued.values("deck_id").annotate(**{name: Count("pk", filter=which) for name, which in filters.items()})
    found: list[dict[str, Any]] = [{**row} for row in rows]
    return {name: Counter({row["deck_id"]: row[name] for row in found}) for name in filters}


def count_answers(user: User, studied: Studied, today: date) -> Numbers:
    """Count today's answers that stand, by kind and deck: they have used up part of its limits; one statement."""
    answers = queue.answers_of(user, today).filter(schedule__user=user, schedule__deck__in=studied).order_by()
    numbers: Numbers = defaultdict(Counter)
    for deck, kind, number in answers.values_list("schedule__deck", "kind").annotate(number=Count("pk")):
        numbers[kind][deck] = number
    return numbers

"""Near-duplicates: notes of one deck that ask the same thing. A study day asks one of them; the others are postponed.

The cards of one note (its siblings) are not near-duplicates of each other: they may come on one day.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription

type GroupNotes = dict[int, set[int]]  # by duplicate group: the notes of it that the day asks
type Candidate = tuple[int, int, int | None]  # a card or a schedule, its note, its duplicate group


def may_ask(note: int, duplicate_group: int | None, asked: GroupNotes) -> bool:
    """Whether the day asks no other note of the group."""
    return duplicate_group is None or note in asked.get(duplicate_group, {note})


def claim_group(note: int, duplicate_group: int | None, asked: GroupNotes) -> None:
    """Add the note to those that the day asks."""
    if duplicate_group is not None:
        asked.setdefault(duplicate_group, set()).add(note)


def to_postpone(candidates: Iterable[Candidate], asked: GroupNotes) -> list[int]:
    """Return the candidates of whose group the day asks another note; the first of each free group claims it."""
    postponed = []
    for key, note, duplicate_group in candidates:
        if may_ask(note, duplicate_group, asked):
            claim_group(note, duplicate_group, asked)
        else:
            postponed.append(key)
    return postponed


def asked_today(subscription: Subscription, today: date) -> GroupNotes:
    """Return the notes of each group that are in today's queue, or of which a card was answered today."""
    asked = answered_today(subscription, today)
    for _, note, duplicate_group in candidates(queue.waiting(subscription.user, today, subscription.deck)):
        claim_group(note, duplicate_group, asked)
    return asked


def answered_today(subscription: Subscription, today: date) -> GroupNotes:
    """Return the notes of each group of which a card was answered today, also where the answer was undone."""
    answers = ReviewLog.objects.filter(
        user=subscription.user,
        reviewed_at__gte=subscription.user.study_day_start(today),
        schedule__user=subscription.user,
        schedule__deck=subscription.deck_id,
        schedule__card__note__duplicate_group__isnull=False,
    ).exclude(kind=ReviewLog.Kind.PRACTICE)
    asked: GroupNotes = {}
    for note, duplicate_group in answers.values_list("schedule__card__note", "schedule__card__note__duplicate_group"):
        claim_group(note, duplicate_group, asked)
    return asked


def candidates(schedules: QuerySet[Schedule]) -> QuerySet[Schedule, Candidate]:
    """Return those of the schedules whose note has near-duplicates."""
    with_group = schedules.filter(card__note__duplicate_group__isnull=False)
    return with_group.values_list("pk", "card__note_id", "card__note__duplicate_group")

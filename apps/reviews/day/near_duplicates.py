"""Near-duplicates: notes of one deck that ask the same thing. A study day asks one of them; the others are postponed.

The cards of one note (its siblings) are not near-duplicates of each other: they may come on one day.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule

type Group = tuple[int, int]  # a deck, and the number that near-duplicates in it share
type GroupNotes = dict[Group, set[int]]  # by group: the notes of it that the day asks
type Candidate = tuple[int, int, Group | None]  # a card or a schedule, its note, its group


def may_ask(note: int, group: Group | None, asked: GroupNotes) -> bool:
    """Whether the day asks no other note of the group."""
    return group is None or note in asked.get(group, {note})


def claim_group(note: int, group: Group | None, asked: GroupNotes) -> None:
    """Add the note to those that the day asks."""
    if group is not None:
        asked.setdefault(group, set()).add(note)


def to_postpone(candidates: Iterable[Candidate], asked: GroupNotes) -> list[int]:
    """Return the candidates of whose group the day asks another note; the first of each free group claims it."""
    postponed = []
    for key, note, group in candidates:
        if may_ask(note, group, asked):
            claim_group(note, group, asked)
        else:
            postponed.append(key)
    return postponed


def asked_today(user: User, decks: Collection[int], today: date) -> GroupNotes:
    """Return the notes of each group that are in today's queue, or of which a card was answered today."""
    asked = answered_today(user, decks, today)
    for _, note, group in candidates(queue.waiting(user, today).filter(deck__in=decks)):
        claim_group(note, group, asked)
    return asked


def answered_today(user: User, decks: Collection[int], today: date) -> GroupNotes:
    """Return the notes of each group of which a card was answered today, also where the answer was undone."""
    groups = "schedule__card__note", "schedule__deck", "schedule__card__note__duplicate_group"
    asked: GroupNotes = {}
    for note, deck, number in answers_with_group(user, decks, today).values_list(*groups):
        claim_group(note, (deck, number), asked)
    return asked


def answers_with_group(user: User, decks: Collection[int], today: date) -> QuerySet[ReviewLog]:
    """Return today's answers to cards with near-duplicates; no practice."""
    return ReviewLog.objects.filter(
        user=user,
        reviewed_at__gte=user.study_day_start(today),
        schedule__user=user,
        schedule__deck__in=decks,
        schedule__card__note__duplicate_group__isnull=False,
    ).exclude(kind=ReviewLog.Kind.PRACTICE)


def candidates(schedules: QuerySet[Schedule]) -> Iterator[Candidate]:
    """Yield those of the schedules whose note has near-duplicates."""
    with_group = schedules.filter(card__note__duplicate_group__isnull=False)
    rows = with_group.values_list("pk", "card__note_id", "deck_id", "card__note__duplicate_group")
    return ((pk, note, (deck, number)) for pk, note, deck, number in rows if number is not None)

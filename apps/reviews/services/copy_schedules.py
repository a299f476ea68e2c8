"""Copies what a learner has of the cards of one deck to the copies of these cards in another deck."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter

from django.db import connection, transaction
from django.db.models import Count, Q

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.services import bulk_insert
from apps.cards.services.bulk_insert import Row
from apps.cards.services.cards import carry_archived
from apps.reviews.models import SCHEDULING_KINDS, PersonalNote, Pick, ReviewLog, Schedule

MAX_ANSWERS = 600  # of the schedules of one transaction, but for a single one that has more
MAX_SCHEDULES = 200
STATE = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "reviewed_at", "suspended", "flag")
STANDING = Q(undone_at=None, kind__in=SCHEDULING_KINDS)
DAYS = ("day", "due_on_before", "due_on_after")
COLUMNS = (
    *("user_id", "schedule_id", "version", "kind", "grade", "reviewed_at", "hour", "taken_ms", "algorithm"),
    *DAYS,
    *(f"{name}_{when}" for when in ("before", "after") for name in STATE[:4]),
)
PLAIN_NEW = Q(due_on=None, reviewed_at=None, suspended=False, flag=0)


def copy_subscription(user: User, source: Deck, deck: Deck, *, includes: str) -> None:
    """Give the learner a paused subscription to the copy, with the limits that they have for the source."""
    mine = user.subscriptions.filter(deck=source).values("new_limit", "review_limit", "includes").first()
    user.subscriptions.create(deck=deck, paused=True, **(mine or {"includes": includes}))


@transaction.atomic
def copy_personal(user: User, cards: Mapping[int, int]) -> None:
    """Copy the learner's own notes to cards, and their picks; `cards` are the copies by their originals."""
    notes = PersonalNote.objects.filter(user=user, card__in=cards)
    copies = [PersonalNote(user=user, card_id=cards[note.card_id], text=note.text, html=note.html) for note in notes]
    PersonalNote.objects.bulk_create(copies)
    picked = Pick.objects.filter(user=user, card__in=cards).values_list("card", flat=True)
    Pick.objects.bulk_create([Pick(user=user, card_id=cards[card]) for card in picked])


def schedules_to_copy(user: User, source: Deck) -> list[list[int]]:
    """Return the keys of the learner's schedules with a history, a flag or a suspension, in batches to copy."""
    standing = ReviewLog.objects.filter(STANDING, user=user, schedule__user=user, schedule__deck=source)
    numbers = dict(standing.order_by().values_list("schedule").annotate(Count("pk")))
    mine = Schedule.objects.filter(user=user, deck=source).exclude(PLAIN_NEW).order_by("pk")
    batches: list[list[int]] = []
    room = -1
    for key in mine.values_list("pk", flat=True):
        room -= numbers.get(key, 0)
        if room < 0 or len(batches[-1]) == MAX_SCHEDULES:
            batches.append([])
            room = max(0, MAX_ANSWERS - numbers.get(key, 0))
        batches[-1].append(key)
    return batches


@transaction.atomic
def copy_schedules(user: User, keys: Sequence[int], cards: Mapping[int, int], deck: Deck) -> None:
    """Copy schedules with the answers that led to them to the copies of their cards, which no queue shows yet.

    The answers are copied as imported ones, on the days on which they were given; those undone are left out.
    """
    mine = Schedule.objects.filter(user=user, pk__in=keys)
    originals = {each.card_id: each for each in mine if each.card_id in cards}
    answers = dict(_answers(user, [each.pk for each in originals.values()]))
    copies = [
        Schedule(
            user=user,
            card_id=cards[card],
            deck=deck,
            version=len(answers.get(each.pk, ())),
            **{name: getattr(each, name) for name in STATE},
        )
        for card, each in originals.items()
    ]
    Schedule.objects.bulk_create(copies)
    carry_archived(Schedule.objects.filter(user=user), [copy.card_id for copy in copies])
    pairs = zip(originals.values(), copies, strict=True)
    rows = chain.from_iterable(_copied(answers.get(original.pk, ()), copy) for original, copy in pairs)
    bulk_insert.insert(ReviewLog, rows)


def _answers(user: User, schedules: Sequence[int]) -> Iterator[tuple[int, list[Row]]]:
    standing = ReviewLog.objects.filter(STANDING, user=user, schedule__in=schedules).order_by("schedule", "version")
    for key, answers in groupby(standing.values(*COLUMNS), key=itemgetter("schedule_id")):
        yield key, list(answers)


def _copied(answers: Sequence[Row], schedule: Schedule) -> Iterator[Row]:
    """Yield the answers as rows of the schedule: imported, and given elsewhere."""
    own = {"schedule_id": schedule.pk, "kind": ReviewLog.Kind.IMPORT.value}
    for version, answer in enumerate(answers, 1):
        only_schedule = answer["algorithm"] == ReviewLog.ONLY_SCHEDULE
        algorithm = ReviewLog.ONLY_SCHEDULE if only_schedule else ReviewLog.COPIED
        yield {**answer, **own, "version": version, "algorithm": algorithm, **_stored_days(answer)}


def _stored_days(answer: Row) -> Row:
    """Return the days and the instant of an answer as they are stored."""
    stored: Row = {name: connection.ops.adapt_datefield_value(answer[name]) for name in DAYS}
    return stored | {"reviewed_at": connection.ops.adapt_datetimefield_value(answer["reviewed_at"])}

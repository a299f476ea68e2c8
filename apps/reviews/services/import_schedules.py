"""Importing schedules from elsewhere: of many cards in one call, with the answers that led to them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, count

from django.db import transaction
from django.db.models import Count, Max, Q

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.reviews.imported_schedules import (
    HistoryMerge,
    ImportedSchedule,
    LocalHistory,
    LogRow,
    ScheduleSnapshot,
)
from apps.reviews.models import SCHEDULING_KINDS, ReviewLog, Schedule, Subscription
from apps.reviews.services.day_builder import build_day
from apps.reviews.services.subscribe import default_includes
from apps.reviews.services.tally import forget

CARD_BATCH_SIZE = 500
LOG_BATCH_SIZE = 2000
STATE = ("repetitions", "interval_days", "easiness", "lapses")
SAVED = (*STATE, "due_on", "queue_on", "drill_on", "buried_on", "reviewed_at", "version", "suspended", "flag")


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many schedules were made or changed, and how many answers were added to the log."""

    schedules: int = 0
    reviews: int = 0


@transaction.atomic
def import_schedules(
    user: User, deck: Deck, imported: Iterable[ImportedSchedule], *, now: datetime, algorithm: str = "anki"
) -> ImportCounts:
    """Give the learner the schedules of cards of one deck, with their history; they study the deck from now on.

    A card that was answered here at least as recently keeps its schedule, so that importing the same again adds
    nothing. Later answers are added, and the schedule becomes what they led to. A paused deck stays paused.
    `algorithm` names what decided, in at most 16 characters. Cards of another deck are a ValueError, and nothing is
    saved.
    """
    subscription = _subscription(user, deck)
    merge = HistoryMerge(user, algorithm, now, user.study_day(now))
    schedules = reviews = 0
    days, answered = _days_of_new_cards(subscription, merge.today), set[date]()
    for batch in batched(imported, CARD_BATCH_SIZE):
        by_card = {each.card_id: each for each in batch}
        _refuse_cards_of_others(by_card, deck)
        changes = _changes(merge, subscription, by_card, days)
        schedules += len(changes)
        reviews += sum(len(rows) for _, rows in changes)
        answered |= _save(user, changes)
    forget(user, answered)
    if schedules:
        user.subscriptions.filter(pk=subscription.pk).update(queue_built_on=None)
    build_day(user, merge.today)
    return ImportCounts(schedules, reviews)


type Change = tuple[Schedule, list[LogRow]]


def _subscription(user: User, deck: Deck) -> Subscription:
    """Return the learner's subscription, created if needed; until all is saved, no day is built from its cards."""
    Subscription.objects.get_or_create(user=user, deck=deck, defaults={"includes": default_includes(deck)})
    return Subscription.objects.select_for_update().get(user=user, deck=deck)


def _refuse_cards_of_others(cards: Iterable[int], deck: Deck) -> None:
    # Asking for the deck here would have SQLite read all its notes each time.
    decks = dict(Card.objects.filter(pk__in=cards).values_list("pk", "note__deck"))
    if strangers := [card for card in cards if decks.get(card) != deck.pk]:
        raise ValueError(f"The deck “{deck}” has no card {min(strangers)}.")


def _days_of_new_cards(subscription: Subscription, today: date) -> Iterator[date]:
    """Yield the days on which cards that were reset come as new ones: as many a day as the deck's limit."""
    for number in count():
        yield today + timedelta(days=number // max(1, subscription.new_limit))


def _changes(
    merge: HistoryMerge, subscription: Subscription, by_card: dict[int, ImportedSchedule], days: Iterator[date]
) -> list[Change]:
    """Return the schedules that are created or changed, with what is added to their logs."""
    user, deck = subscription.user_id, subscription.deck_id
    mine = Schedule.objects.select_for_update().filter(user=user, card__in=by_card)
    existing = {each.card_id: each for each in mine}
    histories = _local_histories(merge.user, existing.values())
    changes = []
    for card, each in by_card.items():
        schedule = existing.get(card) or Schedule(user_id=user, card_id=card, deck_id=deck)
        if each.due_on is None and not each.reviews:
            rows: list[LogRow] = []
            changed = _suspend_or_flag(schedule, each)
        else:
            rows = merge.rows(each, schedule, histories.get(schedule.pk))
            changed = bool(rows) and _follow(schedule, each, rows, days, paused=subscription.paused)
        if changed:
            changes.append((schedule, rows))
    return changes


def _local_histories(user: User, schedules: Iterable[Schedule]) -> dict[int, LocalHistory]:
    """Return by schedule what was answered so far, of those that have any answer."""
    answers = ReviewLog.objects.filter(
        user=user, schedule__in=[each.pk for each in schedules], undone_at__isnull=True, kind__in=SCHEDULING_KINDS
    )
    imports = Count("pk", filter=Q(kind=ReviewLog.Kind.IMPORT))
    rows = answers.order_by().values_list("schedule").annotate(last=Max("reviewed_at"), imports=imports)
    return {schedule: LocalHistory(at, number) for schedule, at, number in rows}


def _suspend_or_flag(schedule: Schedule, imported: ImportedSchedule) -> bool:
    """Suspend or flag a card that was never studied, nor touched here; return whether that changes it."""
    flag = _flag(imported)
    touched = schedule.version or schedule.reviewed_at or schedule.suspended or schedule.flag
    if touched or not (imported.suspended or flag):
        return False
    schedule.flag = flag
    if imported.suspended:
        schedule.suspended = True
        schedule.queue_on = schedule.buried_on = None
        schedule.version += 1  # an answer that is on its way is refused
    return True


def _follow(
    schedule: Schedule, imported: ImportedSchedule, rows: Sequence[LogRow], days: Iterator[date], *, paused: bool
) -> bool:
    """Set the schedule to the state in which the rows end."""
    for name, value in _columns(rows[-1].after).items():
        setattr(schedule, name, value)
    schedule.suspended = imported.suspended
    schedule.flag = _flag(imported) or schedule.flag
    schedule.queue_on = None if paused or imported.suspended else schedule.due_on or next(days)
    schedule.drill_on = schedule.buried_on = None
    schedule.reviewed_at = rows[-1].review.at
    schedule.version += len(rows)
    return True


def _save(user: User, changes: Sequence[Change]) -> set[date]:
    """Save the schedules, and then their logs, which refer to them; return the study days of the logs."""
    for schedule, _ in changes:
        schedule.pk = None  # the learner and the card identify it
    Schedule.objects.bulk_create(
        [schedule for schedule, _ in changes],
        update_conflicts=True,
        unique_fields=["user", "card"],
        update_fields=SAVED,
    )
    logs = (log for schedule, rows in changes for log in _logs(user, schedule, rows))
    days: set[date] = set()
    for batch in batched(logs, LOG_BATCH_SIZE):
        ReviewLog.objects.bulk_create(batch)
        days.update(log.day for log in batch)
    return days


def _logs(user: User, schedule: Schedule, rows: Sequence[LogRow]) -> Iterable[ReviewLog]:
    """Yield the rows as answers; the schedule's version counts them already."""
    for version, row in enumerate(rows, schedule.version - len(rows) + 1):
        yield ReviewLog(
            user=user,
            schedule_id=schedule.pk,
            version=version,
            kind=ReviewLog.Kind.IMPORT,
            grade=row.review.grade,
            reviewed_at=row.review.at,
            day=user.study_day(row.review.at),
            hour=row.review.at.astimezone(user.zone).hour,
            taken_ms=row.review.taken_ms,
            algorithm=row.algorithm,
            **{f"{name}_before": value for name, value in _columns(row.before).items()},
            **{f"{name}_after": value for name, value in _columns(row.after).items()},
        )


def _columns(snapshot: ScheduleSnapshot) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(snapshot.state, name) for name in STATE}
    return columns | {"due_on": snapshot.due_on}


def _flag(imported: ImportedSchedule) -> int:
    """Return the flag, or none for one that does not exist here."""
    return imported.flag if imported.flag in Schedule.Flag else Schedule.Flag.NONE

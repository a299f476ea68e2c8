"""Importing schedules from elsewhere: of many cards in one call, with the answers that led to them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, count

from django.db import connection
from django.db.models import Count, Max, Q

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.cards.services import bulk_insert
from apps.cards.services.bulk_insert import Row
from apps.cards.services.cards import carry_archived
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
from apps.reviews.services.tally import recount_later
from apps.web.pieces import piece

CARD_BATCH_SIZE = 500
ROWS_OF_A_PIECE = 1_000
STATE = ("repetitions", "interval_days", "easiness", "lapses")
SAVED = (*STATE, "due_on", "queue_on", "drill_on", "buried_on", "reviewed_at", "version", "suspended", "flag")


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many schedules were made or changed, and how many answers were added to the log."""

    schedules: int = 0
    reviews: int = 0


def import_schedules(
    user: User, deck: Deck, imported: Iterable[ImportedSchedule], *, now: datetime, algorithm: str = "anki"
) -> ImportCounts:
    """Give the learner the schedules of cards of one deck, with their history; they study the deck from now on.

    A card that was answered here at least as recently keeps its schedule, so that importing the same again adds
    nothing. Later answers are added, and the schedule becomes what they led to. A paused deck stays paused.
    `algorithm` names what decided, in at most 16 characters. Cards of another deck are a ValueError, and nothing is
    saved. All is saved in pieces, each card with its answers: what breaks off is continued by importing it again.
    """
    imported = list(imported)
    _refuse_cards_of_others([each.card_id for each in imported], deck)
    merge = HistoryMerge(user, algorithm, now, user.study_day(now))
    subscription = _subscription(user, deck, merge.today)
    days = _days_of_new_cards(subscription, merge.today)
    counts = [_import(merge, subscription, batch, days) for batch in _batches(imported)]
    if any(each.schedules for each in counts):
        user.subscriptions.filter(pk=subscription.pk).update(queue_built_on=None)
    build_day(user, merge.today)
    return ImportCounts(sum(each.schedules for each in counts), sum(each.reviews for each in counts))


type Change = tuple[Schedule, list[LogRow]]


def _batches(imported: Iterable[ImportedSchedule]) -> Iterator[list[ImportedSchedule]]:
    """Yield the schedules in batches of so many rows, of schedules and of answers."""
    batch: list[ImportedSchedule] = []
    rows = 0
    for each in imported:
        if batch and rows + 1 + len(each.reviews) > ROWS_OF_A_PIECE:
            yield batch
            batch, rows = [], 0
        batch.append(each)
        rows += 1 + len(each.reviews)
    if batch:
        yield batch


def _import(
    merge: HistoryMerge, subscription: Subscription, batch: Sequence[ImportedSchedule], days: Iterator[date]
) -> ImportCounts:
    """Save a batch; what is saved is computed before, and again where a schedule changed in the meantime."""
    by_card = {each.card_id: each for each in batch}
    while True:
        existing = _existing(merge.user, by_card)
        versions = {card: (schedule.pk, schedule.version) for card, schedule in existing.items()}
        changes = _changes(merge, subscription, by_card, existing, days)
        logs = [list(_logs(merge.user, schedule, rows)) for schedule, rows in changes]
        with piece():
            locked = Schedule.objects.select_for_update().filter(user=merge.user, card__in=by_card)
            if versions == {card: (pk, version) for card, pk, version in locked.values_list("card", "pk", "version")}:
                _save(merge.user, [schedule for schedule, _rows in changes], logs)
                return ImportCounts(len(changes), sum(map(len, logs)))


def _subscription(user: User, deck: Deck, today: date) -> Subscription:
    """Return the learner's subscription, created if needed; until all is saved, no day is built from its cards."""
    defaults = {"includes": default_includes(deck), "queue_built_on": today}
    subscription, _created = Subscription.objects.get_or_create(user=user, deck=deck, defaults=defaults)
    return subscription


def _existing(user: User, cards: Iterable[int]) -> dict[int, Schedule]:
    return {each.card_id: each for each in Schedule.objects.filter(user=user, card__in=cards)}


def _refuse_cards_of_others(cards: Iterable[int], deck: Deck) -> None:
    # Asking for the deck here would have SQLite read all its notes each time.
    for batch in batched(cards, CARD_BATCH_SIZE):
        decks = dict(Card.objects.filter(pk__in=batch).values_list("pk", "note__deck"))
        if strangers := [card for card in batch if decks.get(card) != deck.pk]:
            raise ValueError(f"The deck “{deck}” has no card {min(strangers)}.")


def _days_of_new_cards(subscription: Subscription, today: date) -> Iterator[date]:
    """Yield the days on which cards that were reset come as new ones: as many a day as the deck's limit."""
    for number in count():
        yield today + timedelta(days=number // max(1, subscription.new_limit))


def _changes(
    merge: HistoryMerge,
    subscription: Subscription,
    by_card: dict[int, ImportedSchedule],
    existing: dict[int, Schedule],
    days: Iterator[date],
) -> list[Change]:
    """Return the schedules that are created or changed, with what is added to their logs."""
    user, deck = subscription.user_id, subscription.deck_id
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


def _save(user: User, schedules: Sequence[Schedule], logs: Sequence[list[Row]]) -> None:
    """Save the schedules, and then their logs, which refer to them; tallies of the logs' days are made again."""
    for schedule in schedules:
        schedule.pk = None  # the learner and the card identify it
    Schedule.objects.bulk_create(schedules, update_conflicts=True, unique_fields=["user", "card"], update_fields=SAVED)
    carry_archived(Schedule.objects.filter(user=user), [schedule.card_id for schedule in schedules])
    keyed = zip(schedules, logs, strict=True)
    bulk_insert.insert(ReviewLog, ({**row, "schedule_id": schedule.pk} for schedule, rows in keyed for row in rows))
    recount_later(user, {row["day"] for rows in logs for row in rows})


def _logs(user: User, schedule: Schedule, rows: Sequence[LogRow]) -> Iterator[Row]:
    """Yield the rows as answers, as they are stored; the schedule's version counts them already."""
    stored = connection.ops.adapt_datetimefield_value
    for version, row in enumerate(rows, schedule.version - len(rows) + 1):
        yield {
            "user_id": user.pk,
            "version": version,
            "kind": ReviewLog.Kind.IMPORT.value,
            "grade": row.review.grade,
            "reviewed_at": stored(row.review.at),
            "day": user.study_day(row.review.at),
            "hour": row.review.at.astimezone(user.zone).hour,
            "taken_ms": row.review.taken_ms,
            "algorithm": row.algorithm,
            **{f"{name}_before": value for name, value in _columns(row.before).items()},
            **{f"{name}_after": value for name, value in _columns(row.after).items()},
        }


def _columns(snapshot: ScheduleSnapshot) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(snapshot.state, name) for name in STATE}
    return columns | {"due_on": snapshot.due_on}


def _flag(imported: ImportedSchedule) -> int:
    """Return the flag, or none for one that does not exist here."""
    return imported.flag if imported.flag in Schedule.Flag else Schedule.Flag.NONE

"""Writes of the daily review: an answer, its undo, what a learner studies, and the cards of a new day.

One transaction each. No locks: an answer carries the version it was shown, and the row is changed only if it still
has it.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note
from apps.cards.services import first_section, next_position, save_note
from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.scheduler import sm2
from apps.scheduler.sm2 import Reading

KINDS = {"due": ReviewLog.Kind.REVIEW, "new": ReviewLog.Kind.LEARN, "drill": ReviewLog.Kind.DRILL}


class StaleGrade(Exception):
    """The card was answered since it was shown, or today's queue no longer asks for it."""


class StaleUndo(Exception):
    """The answer is not (or no longer) the last one of today, so it cannot be taken back."""


@transaction.atomic
def grade_card(
    schedule: Schedule, grade: int, *, seen_version: int, at: datetime, taken_ms: int | None = None
) -> ReviewLog:
    """Reschedule the card and log the answer, or raise StaleGrade and change nothing."""
    today = schedule.user.study_day(at)
    part = queue.part_of(schedule, today)
    if not part:
        raise StaleGrade
    after = _after(schedule, grade, part, today)
    updated = Schedule.objects.filter(pk=schedule.pk, version=seen_version).update(
        **after, reviewed_at=at, version=seen_version + 1
    )
    if not updated:
        raise StaleGrade
    return ReviewLog.objects.create(
        user=schedule.user,
        schedule=schedule,
        version=seen_version + 1,
        kind=KINDS[part],
        grade=grade,
        reviewed_at=at,
        taken_ms=taken_ms,
        algorithm=f"sm2-{schedule.user.reading}",
        **{f"{name}_before": getattr(schedule, name) for name in LOGGED},
        **{f"{name}_after": after.get(name, getattr(schedule, name)) for name in LOGGED},
    )


LOGGED = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "drill_on")


def _after(schedule: Schedule, grade: int, part: str, today: date) -> dict[str, object]:
    """Return the columns that the answer changes; one in the drill changes nothing but the drill."""
    drill_on = today if sm2.drills(grade) else None
    if part == "drill":
        return {"drill_on": drill_on}
    state = sm2.grade(schedule.state, grade, Reading(schedule.user.reading), cap_days=settings.INTERVAL_CAP_DAYS)
    due_on = today + timedelta(days=state.interval_days)
    return {**asdict(state), "due_on": due_on, "queue_on": due_on, "drill_on": drill_on}


@transaction.atomic
def undo(user: User, log_id: int, *, at: datetime) -> Schedule:
    """Take back today's last answer and return its schedule as it was before, or raise StaleUndo."""
    today = user.study_day(at)
    log = queue.last_answer(user, today)
    if log is None or log.pk != log_id:
        raise StaleUndo
    schedule = Schedule.objects.get(pk=log.schedule_id)
    marked = ReviewLog.objects.filter(pk=log.pk, undone_at__isnull=True).update(undone_at=at)
    before = {name: getattr(log, f"{name}_before") for name in LOGGED}
    queue_on = schedule.queue_on if log.kind == ReviewLog.Kind.DRILL else log.due_on_before or today
    restored = Schedule.objects.filter(pk=schedule.pk, version=schedule.version).update(
        **before, queue_on=queue_on, version=F("version") + 1
    )
    if not (marked and restored):
        raise StaleUndo
    return queue.with_card(Schedule.objects.all()).get(pk=schedule.pk)


@transaction.atomic
def subscribe(user: User, deck: Deck, *, today: date) -> Subscription:
    """Study a deck, for the first time or again after a pause; its cards of today enter the queue at once."""
    subscription, _ = Subscription.objects.get_or_create(user=user, deck=deck)
    if subscription.paused:
        _of(subscription).update(queue_on=Coalesce("due_on", Value(today)))
    Subscription.objects.filter(pk=subscription.pk).update(paused=False, dealt_on=None)
    deal(user, today)
    subscription.refresh_from_db()
    return subscription


@transaction.atomic
def pause(subscription: Subscription) -> None:
    """Stop studying a deck; every schedule stays as it is."""
    Subscription.objects.filter(pk=subscription.pk).update(paused=True)
    _of(subscription).update(queue_on=None, drill_on=None)


@transaction.atomic
def change_limits(subscription: Subscription, *, new_limit: int, review_limit: int, today: date) -> None:
    """Set how much of the deck a day brings, from today on."""
    Subscription.objects.filter(pk=subscription.pk).update(
        new_limit=new_limit, review_limit=review_limit, dealt_on=None
    )
    let_in(subscription.user, today, deck=subscription.deck)
    deal(subscription.user, today)


def deal(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called."""
    not_dealt = Q(dealt_on__isnull=True) | Q(dealt_on__lt=today)
    for subscription in user.subscriptions.filter(not_dealt, paused=False):
        with transaction.atomic():
            claimed = Subscription.objects.filter(not_dealt, pk=subscription.pk, paused=False).update(dealt_on=today)
            if claimed:
                _hold_back(subscription, today)
                _introduce(subscription, today)


def let_in(user: User, today: date, deck: Deck | None = None) -> int:
    """Bring into today's queue the due cards that wait behind a limit; return how many."""
    held_back = Schedule.objects.filter(user=user, queue_on__gt=today, due_on__lte=today)
    if deck is not None:
        held_back = held_back.filter(deck=deck)
    return held_back.update(queue_on=today)


@transaction.atomic
def move_notes(notes: list[Note], deck: Deck, *, today: date) -> None:
    """Move notes with their learners' schedules to the end of another deck; no due date changes.

    Whoever studied them studies them on: without a subscription to the deck they get one that brings nothing new.
    """
    section = first_section(deck)
    for position, note in enumerate(notes, next_position(section)):
        note.deck, note.section, note.position = deck, section, position
        save_note(note)
    moved = Schedule.objects.filter(card__note__in=notes)
    moved.update(deck=deck)
    learners = moved.values_list("user", flat=True).distinct()
    Subscription.objects.bulk_create(
        [Subscription(user_id=learner, deck=deck, new_limit=0) for learner in learners], ignore_conflicts=True
    )
    paused = Subscription.objects.filter(deck=deck, paused=True).values("user")
    moved.filter(user__in=paused).update(queue_on=None, drill_on=None)
    moved.exclude(user__in=paused).filter(queue_on__isnull=True).update(queue_on=Coalesce("due_on", Value(today)))


def _hold_back(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due beyond the day's limit; the longest due come first."""
    due = queue.due(subscription.user, today, subscription.deck).order_by("due_on", "id")
    surplus = due[subscription.review_limit :].values("pk")
    Schedule.objects.filter(pk__in=surplus).update(queue_on=today + timedelta(days=1))


def _introduce(subscription: Subscription, today: date) -> None:
    """Fill up the new cards to the day's limit, in the lesson's order, siblings after all others."""
    user, deck = subscription.user, subscription.deck
    room = subscription.new_limit - queue.new(user, today, deck).count()
    if room <= 0:
        return
    cards: list[Card] = list(queue.unmet(user).filter(note__deck=deck).in_order()[:room])
    cards.sort(key=lambda card: card.ordinal)
    Schedule.objects.bulk_create(
        [Schedule(user=user, card=card, deck=deck, queue_on=today) for card in cards], ignore_conflicts=True
    )


def _of(subscription: Subscription) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user_id=subscription.user_id, deck_id=subscription.deck_id)

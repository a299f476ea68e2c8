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


class PartIsOver(StaleGrade):
    """The card has gone from one part of the queue to another since it was shown: yesterday's drill is over."""


class StaleUndo(Exception):
    """The answer is not (or no longer) the last one of today, so it cannot be taken back."""


@transaction.atomic
def grade_card(
    schedule: Schedule,
    grade: int,
    *,
    seen_version: int,
    at: datetime,
    seen_part: str = "",
    taken_ms: int | None = None,
) -> ReviewLog:
    """Reschedule the card and log the answer, or raise StaleGrade and change nothing.

    `seen_part` names the part of the queue in which the card was shown, where that is known.
    """
    today = schedule.user.study_day(at)
    part = queue.part_of(schedule, today)
    if not part or schedule.version != seen_version:
        raise StaleGrade
    if seen_part and seen_part != part:
        raise PartIsOver
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
    # The schedule comes first: an answer given after that moves its version on, and the update finds no row.
    schedule = Schedule.objects.filter(user=user, reviews=log_id).first()
    log = queue.last_answer(user, today)
    if schedule is None or log is None or log.pk != log_id:
        raise StaleUndo
    marked = ReviewLog.objects.filter(pk=log.pk, undone_at__isnull=True).update(undone_at=at)
    before = {name: getattr(log, f"{name}_before") for name in LOGGED}
    queue_on = schedule.queue_on if log.kind == ReviewLog.Kind.DRILL else log.due_on_before or today
    if user.subscriptions.filter(deck=schedule.deck_id, paused=True).exists():
        queue_on = before["drill_on"] = None
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
    """Stop studying a deck; due dates stay as they are, and answers on their way are refused."""
    Subscription.objects.filter(pk=subscription.pk).update(paused=True)
    _of(subscription).update(queue_on=None, drill_on=None, version=F("version") + 1)


@transaction.atomic
def change_limits(subscription: Subscription, *, new_limit: int, review_limit: int, today: date) -> None:
    """Set how much of the deck a day brings, from today on."""
    Subscription.objects.filter(pk=subscription.pk).update(
        new_limit=new_limit, review_limit=review_limit, dealt_on=None
    )
    subscription.refresh_from_db(fields=["new_limit", "review_limit"])
    _withdraw(subscription, today)
    let_in(subscription.user, today, deck=subscription.deck)
    deal(subscription.user, today)


def deal(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called.

    A deck that the person may no longer open brings nothing new; what they learned of it stays due.
    """
    not_dealt = Q(dealt_on__isnull=True) | Q(dealt_on__lt=today)
    visible = Deck.objects.visible_to(user)
    for subscription in user.subscriptions.filter(not_dealt, paused=False, deck__in=visible):
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
    active = set(moved.filter(queue_on__isnull=False).values_list("user", flat=True))
    Subscription.objects.bulk_create(
        [Subscription(user_id=each, deck=deck, new_limit=0, paused=each not in active) for each in learners],
        ignore_conflicts=True,
    )
    paused = Subscription.objects.filter(deck=deck, paused=True).values("user")
    moved.filter(user__in=paused).update(queue_on=None, drill_on=None, version=F("version") + 1)
    moved.exclude(user__in=paused).filter(queue_on__isnull=True).update(queue_on=Coalesce("due_on", Value(today)))


def _hold_back(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due beyond the day's limit; the longest due come first."""
    due = queue.due(subscription.user, today, subscription.deck).order_by("due_on", "id")
    room = max(0, subscription.review_limit - _given(subscription, today, ReviewLog.Kind.REVIEW))
    surplus = due[room:].values("pk")
    Schedule.objects.filter(pk__in=surplus).update(queue_on=today + timedelta(days=1))


def _introduce(subscription: Subscription, today: date) -> None:
    """Fill up the new cards to the day's limit, in the lesson's order, siblings after all others."""
    user, deck = subscription.user, subscription.deck
    room = max(0, _room_for_new(subscription, today))
    unmet: list[Card] = list(queue.unmet(user).filter(note__deck=deck).in_order()[: room + 1])
    Subscription.objects.filter(pk=subscription.pk).update(has_unmet=len(unmet) > room)
    cards = unmet[:room]
    cards.sort(key=lambda card: card.ordinal)
    Schedule.objects.bulk_create(
        [Schedule(user=user, card=card, deck=deck, queue_on=today) for card in cards], ignore_conflicts=True
    )


def _withdraw(subscription: Subscription, today: date) -> None:
    """Take new cards beyond the day's limit out of the queue, the last first; they will be met another day."""
    surplus = max(0, -_room_for_new(subscription, today))
    unseen = queue.new(subscription.user, today, subscription.deck).filter(version=0).order_by("-id")
    Schedule.objects.filter(pk__in=list(unseen.values_list("pk", flat=True)[:surplus])).delete()


def _room_for_new(subscription: Subscription, today: date) -> int:
    """Return how many more new cards the day's limit lets in; negative where more wait than it allows."""
    waiting = queue.new(subscription.user, today, subscription.deck).count()
    return subscription.new_limit - _given(subscription, today, ReviewLog.Kind.LEARN) - waiting


def _given(subscription: Subscription, today: date, kind: ReviewLog.Kind) -> int:
    """Return how many of the deck's answers of that kind stand today: they have used up part of its limit."""
    given = queue.answers_of(subscription.user, today).filter(schedule__deck=subscription.deck_id)
    return given.filter(kind=kind).count()


def _of(subscription: Subscription) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user_id=subscription.user_id, deck_id=subscription.deck_id)

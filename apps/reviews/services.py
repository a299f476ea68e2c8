"""Writes of the daily review: an answer, its undo, and what a learner studies. `dealing.py` fills the days.

One transaction each. No locks: an answer carries the version it was shown, and the row is changed only if it still
has it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note, Section
from apps.cards.services import first_section, next_position, save_note
from apps.reviews import queue
from apps.reviews.dealing import deal, introduce_picks, let_in, withdraw, withdraw_beyond_limit
from apps.reviews.models import Pick, ReviewLog, Schedule, ScheduleQuerySet, Subscription
from apps.scheduler import sm2
from apps.scheduler.sm2 import Reading

KINDS = {"due": ReviewLog.Kind.REVIEW, "new": ReviewLog.Kind.LEARN, "drill": ReviewLog.Kind.DRILL}


class StaleGrade(Exception):
    """The card was answered since it was shown, or today's queue no longer asks for it."""


class PartIsOver(StaleGrade):
    """The card has gone from one part of the queue to another since it was shown: yesterday's drill is over."""


class StaleUndo(Exception):
    """The answer is not (or no longer) the last one of today, so it cannot be taken back."""


class ImportedSince(StaleUndo):
    """Later answers to the card were imported since; the schedule follows from those."""


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
    if schedule.reviews.filter(kind=ReviewLog.Kind.IMPORT, version__gt=log.version).exists():
        raise ImportedSince
    marked = ReviewLog.objects.filter(pk=log.pk, undone_at__isnull=True).update(undone_at=at)
    before = {name: getattr(log, f"{name}_before") for name in LOGGED}
    queue_on = schedule.queue_on if log.kind == ReviewLog.Kind.DRILL else log.due_on_before or today
    if schedule.suspended or user.subscriptions.filter(deck=schedule.deck_id, paused=True).exists():
        queue_on = before["drill_on"] = None
    restored = Schedule.objects.filter(pk=schedule.pk, version=schedule.version).update(
        **before, queue_on=queue_on, version=F("version") + 1
    )
    if not (marked and restored):
        raise StaleUndo
    return queue.with_card(Schedule.objects.all()).get(pk=schedule.pk)


@transaction.atomic
def subscribe(user: User, deck: Deck, *, today: date, brings: str | None = None) -> Subscription:
    """Study a deck, for the first time or again after a pause; its cards of today enter the queue at once.

    Without `brings`, a deck that is new to the learner, or of which they only picked cards, brings its flashcards, or
    everything where it has none; any other goes on as it was.
    """
    defaults = {"brings": brings or usually_brings(deck)}
    subscription, _ = Subscription.objects.get_or_create(user=user, deck=deck, defaults=defaults)
    if subscription.paused:
        _back_in_queue(_of(subscription), today)
    elif subscription.brings == Subscription.Brings.PICKED:
        brings = defaults["brings"]
    Subscription.objects.filter(pk=subscription.pk).update(paused=False)
    _bring(subscription, brings)
    deal(user, today)
    subscription.refresh_from_db()
    return subscription


@transaction.atomic
def pause(subscription: Subscription) -> None:
    """Stop studying a deck; due dates stay as they are, and answers on their way are refused."""
    Subscription.objects.filter(pk=subscription.pk).update(paused=True)
    _of(subscription).update(queue_on=None, drill_on=None, version=F("version") + 1)


@transaction.atomic
def change_limits(
    subscription: Subscription, *, new_limit: int, review_limit: int, today: date, brings: str | None = None
) -> None:
    """Set how much of the deck a day brings, and what of it, from today on."""
    limits = {"new_limit": new_limit, "review_limit": review_limit}
    Subscription.objects.filter(pk=subscription.pk).update(**limits)
    subscription.refresh_from_db(fields=[*limits])
    _bring(subscription, brings)
    withdraw_beyond_limit(subscription, today)
    let_in(subscription.user, today, deck=subscription.deck)
    deal(subscription.user, today)


@dataclass(frozen=True)
class Picked:
    """What became of picked cards: how many of them wait in today's queue, how many come tomorrow.

    The latter ask the same as another card of today. Of a paused deck neither is known yet.
    """

    subscription: Subscription
    today: int
    tomorrow: int


@transaction.atomic
def pick(user: User, cards: Iterable[Card], *, today: date) -> Picked:
    """Put some cards of one deck, at least one, into the daily review: before all other new ones, beyond any limit."""
    cards = list(cards)
    deck = Deck.objects.get(notes__cards=cards[0])
    Pick.objects.bulk_create([Pick(user=user, card=card) for card in cards], ignore_conflicts=True)
    only_picks = {"brings": Subscription.Brings.PICKED}
    subscription, _ = Subscription.objects.get_or_create(user=user, deck=deck, defaults=only_picks)
    deal(user, today)
    if not subscription.paused:
        introduce_picks(subscription, today)
        _remember_unmet(subscription)
    schedules = list(Schedule.objects.filter(user=user, card__in=cards))
    buried = [each for each in schedules if each.buried_on == today and not each.waits_on(today)]
    return Picked(subscription, sum(each.waits_on(today) for each in schedules), len(buried))


@transaction.atomic
def unpick(user: User, cards: Iterable[Card], *, today: date) -> None:
    """Take cards of one deck back out of what the learner picked; what was answered keeps its schedule."""
    cards = list(cards)
    Pick.objects.filter(user=user, card__in=cards).delete()
    for subscription in user.subscriptions.filter(deck__notes__cards__in=cards).distinct():
        withdraw(_of(subscription).filter(card__in=cards).exclude(card__in=queue.brought(subscription)))
        _remember_unmet(subscription)


@transaction.atomic
def move_notes(notes: list[Note], deck: Deck, *, today: date) -> None:
    """Move notes with their learners' schedules to the end of another deck; no due date changes.

    Whoever studied them studies them on: without a subscription to the deck they get one that brings nothing new.
    """
    section = first_section(deck)
    for position, note in enumerate(notes, next_position(section.pk)):
        note.deck, note.section, note.position = deck, section, position
        save_note(note)
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(family=None)  # its number is its old deck's
    moved = Schedule.objects.filter(card__note__in=notes)
    studied = Subscription.objects.filter(user=OuterRef("user"), deck=OuterRef("deck"), paused=False)
    active = set(moved.filter(Exists(studied)).values_list("user", flat=True))
    moved.update(deck=deck)
    learners = {*moved.values_list("user", flat=True), *_who_picked(notes)}
    Subscription.objects.bulk_create(
        [Subscription(user_id=each, deck=deck, new_limit=0, paused=each not in active) for each in learners],
        ignore_conflicts=True,
    )
    paused = Subscription.objects.filter(deck=deck, paused=True).values("user")
    moved.filter(user__in=paused).update(queue_on=None, drill_on=None, version=F("version") + 1)
    _back_in_queue(moved.exclude(user__in=paused).filter(queue_on__isnull=True), today)


def _back_in_queue(schedules: ScheduleQuerySet, today: date) -> None:
    """Ask again what a pause had taken away: on its day, or today; suspended cards stay away."""
    asked = schedules.met().filter(suspended=False)
    asked.update(queue_on=Coalesce("due_on", Value(today)), buried_on=None)


def _bring(subscription: Subscription, brings: str | None) -> None:
    """Let the day be dealt anew; with `brings`, what it brings no more is withdrawn where it was never answered."""
    before, subscription.brings = subscription.brings, brings or subscription.brings
    Subscription.objects.filter(pk=subscription.pk).update(brings=subscription.brings, dealt_on=None)
    if subscription.brings != before:
        withdraw(_of(subscription).exclude(card__in=queue.brought(subscription)))


def _who_picked(notes: list[Note]) -> QuerySet[Pick, int]:
    return Pick.objects.filter(card__note__in=notes).values_list("user", flat=True)


def _remember_unmet(subscription: Subscription) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(has_unmet=Exists(queue.unmet(subscription)))


def _of(subscription: Subscription) -> ScheduleQuerySet:
    return Schedule.objects.filter(user_id=subscription.user_id, deck_id=subscription.deck_id)


def usually_brings(deck: Deck) -> str:
    """Return what a deck brings to whoever begins to study it: its flashcards, or everything where it has none."""
    has_flashcards = deck.cards_in_use().of_kind(Section.Kind.FLASHCARDS).exists()
    return Subscription.Brings.FLASHCARDS if has_flashcards else Subscription.Brings.ALL

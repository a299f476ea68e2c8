"""Builds the queue of a study day: due cards and new cards up to their limits, one note of each near-duplicate group.

The cards that a learner picked come whatever the limit; it counts them, so that fewer others come.
"""

from collections.abc import Collection
from datetime import date, timedelta
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.near_duplicates import GroupNotes, asked_today, claim_group, may_ask, to_postpone
from apps.reviews.services.bury import bury_duplicates, bury_over_limit
from apps.web.statements import across_users

CHUNK_SIZE = 500  # rows read at a time, of which most days need fewer


def build_day(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called.

    A deck that the person may no longer open has no new cards; what they learned of it stays due.
    """
    not_built = Q(queue_built_on__isnull=True) | Q(queue_built_on__lt=today)
    may_open = Exists(Deck.objects.visible_to(user).filter(pk=OuterRef("deck")))
    studied = user.subscriptions.filter(not_built, paused=False).select_related("deck").annotate(may_open=may_open)
    for subscription in studied:
        with transaction.atomic():
            row = user.subscriptions.filter(not_built, pk=subscription.pk, paused=False)
            if row.update(queue_built_on=today):
                _queue_due(subscription, today)
                if subscription.may_open:
                    _queue_picked(subscription, today)
                    _queue_new(subscription, today)
                bury_over_limit(subscription, today)


def release(user: User, today: date, deck: Deck | None = None) -> int:
    """Add the due cards over the limit to today's queue; return how many."""
    over_limit = queue.over_limit(user, today)
    if deck is not None:
        over_limit = over_limit.filter(deck=deck)
    return over_limit.update(queue_on=today)


def queue_picked(subscription: Subscription, today: date) -> None:
    """Queue the picked cards before all other new ones; where today has a similar card already, for tomorrow."""
    _queue_picked(subscription, today)
    bury_over_limit(subscription, today)


def withdraw(schedules: QuerySet[Schedule]) -> None:
    """Remove those that were never answered from the queue; another day will include them.

    The versions increase first, which refuses answers that are on their way. What the learner set stays: a
    suspended card is in no queue anyway, and a flagged one keeps its flag.
    """
    unanswered = schedules.filter(reviewed_at__isnull=True, suspended=False)
    unanswered.update(version=F("version") + 1)
    unanswered.filter(flag__gt=0).update(queue_on=None, buried_on=None)
    with across_users("Django deletes rows by their keys alone"):
        unanswered.filter(flag=0).delete()


def withdraw_over_limit(subscription: Subscription, today: date) -> None:
    """Withdraw new cards over the day's limit, the last first, but none that the learner picked."""
    surplus = max(0, -_room_for_new(subscription, today))
    waiting = queue.new(subscription.user, today, subscription.deck).filter(reviewed_at__isnull=True)
    others = waiting.exclude(queue.picked_by(subscription.user, "card")).order_by("-id")
    keys = list(others.values_list("pk", flat=True)[:surplus])
    withdraw(Schedule.objects.filter(user=subscription.user, pk__in=keys))


def _queue_due(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due over the day's limit, and all but one note of each duplicate group.

    Duplicates go first, so that they take no room; a new card gives way only to those within the limit.
    """
    user, deck = subscription.user, subscription.deck
    bury_duplicates(subscription, today, queue.due(user, today, deck))
    _apply_review_limit(subscription, today)
    bury_duplicates(subscription, today, queue.waiting(user, today, deck))


def _apply_review_limit(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due over the day's limit; the longest due come first."""
    due = queue.due(subscription.user, today, subscription.deck).order_by("due_on", "id")
    room = max(0, subscription.review_limit - _count_answers(subscription, today, ReviewLog.Kind.REVIEW))
    surplus = Schedule.objects.filter(user=subscription.user, pk__in=due[room:].values("pk"), queue_on__isnull=False)
    surplus.update(queue_on=today + timedelta(days=1))


def _queue_picked(subscription: Subscription, today: date) -> None:
    user, deck = subscription.user, subscription.deck
    picked = queue.picked_by(user, "pk")
    if not deck.cards_in_use().filter(picked).exists():
        return
    first = _before_all_others(user, today)
    rows = list(queue.unseen_cards(subscription).filter(picked).values_list("pk", "note_id", "note__duplicate_group"))
    postponed = set(to_postpone(rows, asked_today(subscription, today)))
    _put_in_queue(subscription, [card for card, _, _ in rows if card not in postponed], first)
    _put_in_queue(subscription, postponed, today + timedelta(days=1), buried_on=today)
    waiting = queue.new(user, today, deck).filter(queue.picked_by(user, "card")).order_by()
    Schedule.objects.filter(user=user, pk__in=waiting.values("pk")).update(queue_on=first, buried_on=None)


def _before_all_others(user: User, today: date) -> date:
    """Return the day that puts new cards before all that were not picked, of whatever deck."""
    others = queue.new(user, today).exclude(queue.picked_by(user, "card"))
    first: date | None = others.values_list("queue_on", flat=True).first()
    return (first or today) - timedelta(days=1)


def _queue_new(subscription: Subscription, today: date) -> None:
    """Add new cards up to the day's limit, in the lesson's order, siblings after all others."""
    room = max(0, _room_for_new(subscription, today))
    cards, has_unseen = _choose_new(subscription, room, asked_today(subscription, today))
    _put_in_queue(subscription, cards, today)
    subscription.user.subscriptions.filter(pk=subscription.pk).update(has_unseen=has_unseen)


def _choose_new(subscription: Subscription, room: int, asked: GroupNotes) -> tuple[list[int], bool]:
    """Return the unseen cards that the day has room for, and whether any are left."""
    unseen = queue.unseen_cards(subscription).values_list("pk", "ordinal", "note_id", "note__duplicate_group")
    chosen: list[tuple[int, int]] = []
    are_left = False
    for card, ordinal, note, duplicate_group in unseen.iterator(CHUNK_SIZE):
        if len(chosen) == room:
            are_left = True
            break
        if may_ask(note, duplicate_group, asked):
            claim_group(note, duplicate_group, asked)
            chosen.append((ordinal, card))
        else:
            are_left = True
    chosen.sort(key=itemgetter(0))
    return [card for _, card in chosen], are_left


def _put_in_queue(
    subscription: Subscription, cards: Collection[int], day: date, *, buried_on: date | None = None
) -> None:
    if not cards:
        return
    days = {"queue_on": day, "buried_on": buried_on}
    common = {"user": subscription.user, "deck": subscription.deck}
    Schedule.objects.never_queued().filter(**common, card__in=cards).update(**days)
    Schedule.objects.bulk_create([Schedule(card_id=card, **common, **days) for card in cards], ignore_conflicts=True)


def _room_for_new(subscription: Subscription, today: date) -> int:
    """Return how many more new cards the day's limit allows; negative where more are waiting than that."""
    waiting = queue.new(subscription.user, today, subscription.deck).count()
    return subscription.new_limit - _count_answers(subscription, today, ReviewLog.Kind.LEARN) - waiting


def _count_answers(subscription: Subscription, today: date, kind: ReviewLog.Kind) -> int:
    """Return how many of the deck's answers of that kind stand today: they have used up part of its limit."""
    user, deck = subscription.user, subscription.deck_id
    return queue.answers_of(user, today).filter(schedule__user=user, schedule__deck=deck, kind=kind).count()

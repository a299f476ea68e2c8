"""Fills a study day: what is due up to the limit, new cards up to theirs, one note of each family.

The cards that a learner picked come whatever the limit; it counts them, so that fewer others come.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews import near_duplicates, queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.web.statements import across_users

BATCH_SIZE = 500  # rows read at a time, of which most days need fewer


def build_day(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called.

    A deck that the person may no longer open brings nothing new; what they learned of it stays due.
    """
    not_dealt = Q(queue_built_on__isnull=True) | Q(queue_built_on__lt=today)
    may_open = Exists(Deck.objects.visible_to(user).filter(pk=OuterRef("deck")))
    studied = user.subscriptions.filter(not_dealt, paused=False).select_related("deck").annotate(may_open=may_open)
    for subscription in studied:
        with transaction.atomic():
            unclaimed = user.subscriptions.filter(not_dealt, pk=subscription.pk, paused=False)
            claimed = unclaimed.update(queue_built_on=today)
            if claimed:
                _repeat(subscription, today)
                if subscription.may_open:
                    _introduce_picks(subscription, today)
                    _introduce(subscription, today)
                near_duplicates.bury_held_back(subscription, today)


def release(user: User, today: date, deck: Deck | None = None) -> int:
    """Bring into today's queue the due cards that wait behind a limit; return how many."""
    held_back = queue.held_back(user, today)
    if deck is not None:
        held_back = held_back.filter(deck=deck)
    return held_back.update(queue_on=today)


def queue_picked(subscription: Subscription, today: date) -> None:
    """Put the picked cards before all other new ones; those whose family the day asks already come tomorrow."""
    _introduce_picks(subscription, today)
    near_duplicates.bury_held_back(subscription, today)


def withdraw(schedules: QuerySet[Schedule]) -> None:
    """Take those out of the queue that were never answered; they will be met another day.

    The versions are moved on first, which refuses answers that are on their way. What the learner set stays: a
    suspended card is in no queue anyway, and a flagged one keeps its flag.
    """
    unseen = schedules.filter(reviewed_at__isnull=True, suspended=False)
    unseen.update(version=F("version") + 1)
    unseen.filter(flag__gt=0).update(queue_on=None, buried_on=None)
    with across_users("Django deletes rows by their keys alone"):
        unseen.filter(flag=0).delete()


def withdraw_beyond_limit(subscription: Subscription, today: date) -> None:
    """Withdraw new cards beyond the day's limit, the last first, but none that the learner picked."""
    surplus = max(0, -_room_for_new(subscription, today))
    waiting = queue.new(subscription.user, today, subscription.deck).filter(reviewed_at__isnull=True)
    others = waiting.exclude(queue.picked_by(subscription.user, "card")).order_by("-id")
    numbers = list(others.values_list("pk", flat=True)[:surplus])
    withdraw(Schedule.objects.filter(user=subscription.user, pk__in=numbers))


def _repeat(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due beyond the day's limit, and all but one note of each family.

    Families come first, so that their cards take no room; a new card gives way only to those that the limit lets in.
    """
    user, deck = subscription.user, subscription.deck
    near_duplicates.bury(subscription, today, queue.due(user, today, deck))
    _hold_back(subscription, today)
    near_duplicates.bury(subscription, today, queue.waiting(user, today, deck))


def _hold_back(subscription: Subscription, today: date) -> None:
    """Leave to tomorrow what is due beyond the day's limit; the longest due come first."""
    due = queue.due(subscription.user, today, subscription.deck).order_by("due_on", "id")
    room = max(0, subscription.review_limit - _given(subscription, today, ReviewLog.Kind.REVIEW))
    surplus = due[room:].values("pk")
    mine = Schedule.objects.filter(user=subscription.user, pk__in=surplus, queue_on__isnull=False)
    mine.update(queue_on=today + timedelta(days=1))


def _introduce_picks(subscription: Subscription, today: date) -> None:
    user, deck = subscription.user, subscription.deck
    picked = queue.picked_by(user, "pk")
    if not deck.cards_in_use().filter(picked).exists():
        return
    place = _before_all_others(user, today)
    rows = list(queue.unseen_cards(subscription).filter(picked).values_list("pk", "note_id", "note__duplicate_group"))
    later = set(near_duplicates.to_postpone(rows, near_duplicates.owners_today(subscription, today)))
    _put_in_queue(subscription, [card for card, _, _ in rows if card not in later], place)
    _put_in_queue(subscription, later, today + timedelta(days=1), buried_on=today)
    waiting = queue.new(user, today, deck).filter(queue.picked_by(user, "card")).order_by()
    Schedule.objects.filter(user=user, pk__in=waiting.values("pk")).update(queue_on=place, buried_on=None)


def _before_all_others(user: User, today: date) -> date:
    """Return the day that puts new cards before all that were not picked, of whatever deck."""
    others = queue.new(user, today).exclude(queue.picked_by(user, "card"))
    first: date | None = others.values_list("queue_on", flat=True).first()
    return (first or today) - timedelta(days=1)


def _introduce(subscription: Subscription, today: date) -> None:
    """Fill up the new cards to the day's limit, in the lesson's order, siblings after all others."""
    room = max(0, _room_for_new(subscription, today))
    owners = near_duplicates.owners_today(subscription, today)
    unmet = queue.unseen_cards(subscription).values_list("pk", "ordinal", "note_id", "note__duplicate_group")
    coming: list[tuple[int, int]] = []
    left_over = False
    for card, ordinal, note, duplicate_group in unmet.iterator(BATCH_SIZE):
        if len(coming) == room:
            left_over = True
            break
        if near_duplicates.claim_group(note, duplicate_group, owners):
            coming.append((ordinal, card))
        else:
            left_over = True
    coming.sort(key=itemgetter(0))
    _put_in_queue(subscription, [card for _, card in coming], today)
    subscription.user.subscriptions.filter(pk=subscription.pk).update(has_unseen=left_over)


def _put_in_queue(
    subscription: Subscription, cards: Iterable[int], day: date, *, buried_on: date | None = None
) -> None:
    cards = list(cards)
    if not cards:
        return
    day_of = {"queue_on": day, "buried_on": buried_on}
    common = {"user": subscription.user, "deck": subscription.deck}
    Schedule.objects.never_queued().filter(**common, card__in=cards).update(**day_of)
    Schedule.objects.bulk_create([Schedule(card_id=card, **common, **day_of) for card in cards], ignore_conflicts=True)


def _room_for_new(subscription: Subscription, today: date) -> int:
    """Return how many more new cards the day's limit lets in; negative where more wait than it allows."""
    waiting = queue.new(subscription.user, today, subscription.deck).count()
    return subscription.new_limit - _given(subscription, today, ReviewLog.Kind.LEARN) - waiting


def _given(subscription: Subscription, today: date, kind: ReviewLog.Kind) -> int:
    """Return how many of the deck's answers of that kind stand today: they have used up part of its limit."""
    user, deck = subscription.user, subscription.deck_id
    given = queue.answers_of(user, today).filter(schedule__user=user, schedule__deck=deck)
    return given.filter(kind=kind).count()

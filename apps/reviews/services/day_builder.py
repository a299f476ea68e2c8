"""Builds the queue of a study day: due cards and new cards up to their limits, one note of each near-duplicate group.

The cards that a learner picked come whatever the limit; it counts them, so that fewer others come.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import batched
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.day import queue
from apps.reviews.day.near_duplicates import asked_today, claim_group, may_ask, to_postpone
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services.bury import bury_duplicates, bury_over_limit
from apps.web.pieces import piece
from apps.web.statements import across_users

BATCH_SIZE = 1_000  # schedules of one transaction
CHUNK_SIZE = 500  # rows read at a time, of which most days need fewer


def build_day(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called.

    A deck that the person may no longer open has no new cards; what they learned of it stays due.
    """
    studied = list(open_decks(user).filter(_not_built(today)))
    for subscription in studied:
        _postpone_most(subscription, today)
        with transaction.atomic():
            if _claim(subscription, today, queue_built_on=None):
                _queue_due(subscription, today)
                if subscription.may_open:
                    _queue_picked(subscription, today)
    if studied:
        _queue_new(user, [(each, *_choose_for_today(each, today)) for each in studied], today)


def open_decks(user: User) -> QuerySet[Any]:
    """Return the subscriptions that are not paused, each with whether the person may still open its deck."""
    may_open = Exists(Deck.objects.visible_to(user).filter(pk=OuterRef("deck")))
    active = user.subscriptions.filter(paused=False)
    return active.select_related("deck").annotate(may_open=may_open).order_by("pk")


def release(user: User, today: date, deck: Deck | None = None) -> int:
    """Add the due cards over the limit to today's queue; return how many."""
    over_limit, number = queue.over_limit(user, today), 0
    if deck is not None:
        over_limit = over_limit.filter(deck=deck)
    while batch := list(over_limit.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            number += Schedule.objects.filter(user=user, pk__in=batch).update(queue_on=today)
    return number


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


def _postpone_most(subscription: Subscription, today: date) -> None:
    """Leave most of what is far over the day's limit to tomorrow, piece by piece, before the day is built.

    Duplicates are buried first when the day is built, so that more of the others have room: all that may have it stays.
    """
    user, spared = subscription.user, 2 * subscription.review_limit + BATCH_SIZE
    due = queue.due(user, today, subscription.deck).order_by("due_on", "id").values_list("pk", flat=True)
    for batch in batched(list(due[spared:]), BATCH_SIZE):
        with piece():
            waiting = Schedule.objects.filter(user=user, pk__in=batch, queue_on__isnull=False)
            waiting.update(queue_on=today + timedelta(days=1))


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
    of_deck = subscription.deck_id
    put_in_queue(user, [(of_deck, card) for card, _, _ in rows if card not in postponed], first)
    put_in_queue(user, [(of_deck, card) for card in postponed], today + timedelta(days=1), buried_on=today)
    waiting = queue.new(user, today, deck).filter(queue.picked_by(user, "card")).order_by()
    Schedule.objects.filter(user=user, pk__in=waiting.values("pk")).update(queue_on=first, buried_on=None)


def _before_all_others(user: User, today: date) -> date:
    """Return the day that puts new cards before all that were not picked, of whatever deck."""
    others = queue.new(user, today).exclude(queue.picked_by(user, "card"))
    first: date | None = others.values_list("queue_on", flat=True).first()
    return (first or today) - timedelta(days=1)


def choose_new(subscription: Subscription, room: int, today: date) -> tuple[list[int], bool]:
    """Return so many unseen cards in the lesson's order, siblings after all others, and whether any are left."""
    asked = asked_today(subscription, today)
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


def mixed(cards: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
    """Return the cards of several decks as pairs of deck and card: each deck's in order, spread over the whole."""
    spread = [
        ((i + 0.5) / len(of_deck), deck, card) for deck, of_deck in cards.items() for i, card in enumerate(of_deck)
    ]
    return [(deck, card) for _, deck, card in sorted(spread, key=itemgetter(0))]


def put_in_queue(user: User, cards: Sequence[tuple[int, int]], day: date, *, buried_on: date | None = None) -> None:
    """Queue unseen cards, given as pairs of deck and card; the queue shows those of one day in this order."""
    if not cards:
        return
    days = {"queue_on": day, "buried_on": buried_on}
    Schedule.objects.never_queued().filter(user=user, card__in=[card for _, card in cards]).update(**days)
    schedules = [Schedule(user=user, deck_id=deck, card_id=card, **days) for deck, card in cards]
    Schedule.objects.bulk_create(schedules, ignore_conflicts=True)


def _not_built(today: date) -> Q:
    return Q(queue_built_on__isnull=True) | Q(queue_built_on__lt=today)


def _claim(subscription: Subscription, today: date, **changes: Any) -> bool:
    """Change the subscription's row, and hold it until the transaction ends; not one that was built or paused since."""
    row = subscription.user.subscriptions.filter(_not_built(today), pk=subscription.pk, paused=False)
    return bool(row.update(**changes))


def _choose_for_today(subscription: Any, today: date) -> tuple[list[int], bool]:
    """Return the new cards that the day's limit has room for, and whether any are left; of a closed deck none."""
    if not subscription.may_open:
        return [], subscription.has_unseen
    return choose_new(subscription, max(0, _room_for_new(subscription, today)), today)


@transaction.atomic
def _queue_new(user: User, chosen: Iterable[tuple[Subscription, list[int], bool]], today: date) -> None:
    """Queue the new cards of all decks, mixed, and note that their day is built."""
    claimed = [
        (subscription, cards)
        for subscription, cards, has_unseen in chosen
        if _claim(subscription, today, queue_built_on=today, has_unseen=has_unseen)
    ]
    put_in_queue(user, mixed({subscription.deck_id: cards for subscription, cards in claimed}), today)
    for subscription, _ in claimed:
        bury_over_limit(subscription, today)


def _room_for_new(subscription: Subscription, today: date) -> int:
    """Return how many more new cards the day's limit allows; negative where more are waiting than that."""
    waiting = queue.new(subscription.user, today, subscription.deck).count()
    return subscription.new_limit - _count_answers(subscription, today, ReviewLog.Kind.LEARN) - waiting


def _count_answers(subscription: Subscription, today: date, kind: ReviewLog.Kind) -> int:
    """Return how many of the deck's answers of that kind stand today: they have used up part of its limit."""
    user, deck = subscription.user, subscription.deck_id
    return queue.answers_of(user, today).filter(schedule__user=user, schedule__deck=deck, kind=kind).count()

"""Suspends, unsuspends and flags many of a learner's cards, and takes each of these back.

What a function returns is what its undo needs, as JSON can hold it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet
from apps.cards.services import bulk_insert
from apps.cards.services.cards import carry_archived
from apps.reviews.day import queue
from apps.reviews.models import Schedule, ScheduleQuerySet, Subscription
from apps.reviews.services.bury import bury_duplicates
from apps.reviews.services.day_builder import withdraw_over_limit
from apps.reviews.services.settle import restore_to_queue
from apps.reviews.services.suspend_and_flag import IN_NO_QUEUE, lock, remove_flags
from apps.web.services.removal import delete_of_person

RESTORED = ("id", "user", "suspended", "version", "queue_on", "drill_on", "buried_on")


@transaction.atomic
def suspend_cards(user: User, cards: Collection[int]) -> dict[str, object]:
    """Suspend those of the cards that are in use in decks which the learner studies, seen or not."""
    in_use = _mine(user, cards).filter(suspended=False).select_for_update()
    rows = list(in_use.values_list("pk", "queue_on", "drill_on", "buried_on"))
    _keyed(user, [pk for pk, *_days in rows]).update(suspended=True, **IN_NO_QUEUE, version=F("version") + 1)
    made = _make(user, cards, suspended=True)
    before = [[pk, *(day and day.isoformat() for day in days)] for pk, *days in rows]
    return {"before": before, "made": made, "cards": len(before) + len(made)}


@transaction.atomic
def undo_suspend_cards(user: User, changes: dict[str, Any], today: date) -> int:
    """Put the cards back into the queues that they were in; those of decks that are paused by now into none.

    Return how many were still suspended.
    """
    days = {pk: days for pk, *days in changes["before"]}
    still = _keyed(user, days).filter(suspended=True).select_for_update()
    in_paused = still.filter(_paused(user)).update(suspended=False, version=F("version") + 1)
    rows = [
        dict(zip(RESTORED, (pk, user.pk, False, version + 1, *days[pk]), strict=True))
        for pk, version in still.values_list("pk", "version")
    ]
    bulk_insert.update(Schedule, rows, keys=["id", "user"])
    restore_to_queue(user, _keyed(user, days).filter(~_paused(user), queue_on=None), today)
    return in_paused + len(rows) + _forget_unseen(user, _keyed(user, changes["made"]).filter(suspended=True))


@transaction.atomic
def unsuspend_cards(user: User, cards: Collection[int], today: date) -> dict[str, object]:
    """Unsuspend the cards: they are queued when they are due, or today; new ones up to the day's limit."""
    suspended = _mine(user, cards).filter(suspended=True).select_for_update()
    rows = list(suspended.values_list("pk", "card", "deck"))
    changed = _keyed(user, [pk for pk, _card, _deck in rows])
    changed.update(suspended=False, version=F("version") + 1)
    restore_to_queue(user, changed.filter(~_paused(user)), today)
    decks = {deck for _pk, _card, deck in rows}
    for subscription in user.subscriptions.filter(deck__in=decks, paused=False).select_related("user", "deck"):
        bury_duplicates(user, today, queue.waiting(user, today, subscription.deck))
        withdraw_over_limit(subscription, today)
    return {"changed": [card for _pk, card, _deck in rows], "cards": len(rows)}


@transaction.atomic
def flag_cards(user: User, cards: Collection[int], flag: int) -> dict[str, Any]:
    """Give the cards this flag; 0 is none. That changes no date and refuses no answer."""
    rows = list(_mine(user, cards).exclude(flag=flag).select_for_update().values_list("pk", "card", "flag"))
    before = defaultdict(list)
    for _pk, card, was in rows:
        before[was].append(card)
    changed = _keyed(user, [pk for pk, _card, _was in rows])
    if flag:
        changed.update(flag=flag)
        made = _keyed(user, _make(user, cards, flag=flag))
        before[0] += made.values_list("card", flat=True)
    else:
        remove_flags(user, changed)
    number = sum(map(len, before.values()))
    return {"before": {str(was): keys for was, keys in before.items()}, "after": flag, "cards": number}


@transaction.atomic
def undo_flag_cards(user: User, changes: dict[str, Any]) -> int:
    """Restore the flags from before, but of no card whose flag was changed since; return how many were restored."""
    restored = 0
    for was, cards in changes["before"].items():
        since = set(_mine(user, cards).exclude(flag=changes["after"]).values_list("card", flat=True))
        restored += flag_cards(user, [card for card in cards if card not in since], int(was))["cards"]
    return restored


def not_studied(user: User, cards: CardQuerySet) -> CardQuerySet:
    """Return those of the cards that are in decks which the learner does not study."""
    return cards.exclude(note__deck__in=user.subscriptions.values("deck"))


def _mine(user: User, cards: Collection[int]) -> ScheduleQuerySet:
    return Schedule.objects.filter(user=user, card__in=list(cards)).order_by("pk")


def _keyed(user: User, keys: Collection[int]) -> ScheduleQuerySet:
    return Schedule.objects.filter(user=user, pk__in=list(keys)).order_by()


def _paused(user: User) -> Exists:
    return Exists(Subscription.objects.filter(user=user, deck=OuterRef("deck"), paused=True))


def _make(user: User, cards: Collection[int], **mark: int) -> list[int]:
    """Make schedules with a mark for cards of decks that the learner studies, where there is none; return them."""
    scheduled = Exists(Schedule.objects.filter(user=user, card=OuterRef("pk")))
    studied = Card.objects.in_use().filter(pk__in=list(cards), note__deck__in=user.subscriptions.values("deck"))
    rows = [
        Schedule(user=user, card_id=card, deck_id=deck, **mark)
        for card, deck in studied.filter(~scheduled).order_by("pk").values_list("pk", "note__deck")
    ]
    Schedule.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [row.card_id for row in rows]
    carry_archived(Schedule.objects.filter(user=user), keys)
    made = _mine(user, keys)
    return list(made.values_list("pk", flat=True)) if rows else []


def _forget_unseen(user: User, schedules: ScheduleQuerySet) -> int:
    """Delete schedules that were made for a mark alone, and return how many there were.

    One that was flagged or practiced by now stays, in no queue.
    """
    lock(schedules)
    unseen = schedules.filter(reviewed_at=None)
    number = unseen.count()
    delete_of_person(user, unseen.filter(flag=0).without_reviews(user))
    unseen.update(suspended=False, version=F("version") + 1)
    return number

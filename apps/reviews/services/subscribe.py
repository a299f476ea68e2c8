"""What a learner studies: subscribing to a deck, pausing it, and its daily limits."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Deck, Section
from apps.reviews.day import queue
from apps.reviews.models import Schedule, ScheduleQuerySet, Subscription
from apps.reviews.services.day_builder import build_day, release, withdraw, withdraw_over_limit
from apps.reviews.services.settle import fill_queue, settle
from apps.web.statements import across_users


def subscribe(user: User, deck: Deck, *, today: date, includes: str | None = None) -> Subscription:
    """Study a deck, for the first time or again after a pause; its cards of today are queued immediately.

    Without `includes`, a deck that is new to the learner, or of which they only picked cards, includes its
    flashcards, or everything where it has none; any other includes what it did before.
    """
    defaults = {"includes": includes or default_includes(deck)}
    subscription, _ = Subscription.objects.get_or_create(user=user, deck=deck, defaults=defaults)
    if subscription.paused:
        _row(subscription).update(settling_since=timezone.now())
        fill_queue(subscription, today)
    elif subscription.includes == Subscription.Includes.PICKED:
        includes = defaults["includes"]
    with transaction.atomic():
        _row(subscription).update(paused=False, settling_since=None)
        _include(subscription, includes)
    build_day(user, today)
    subscription.refresh_from_db(from_queryset=_row(subscription))
    return subscription


def pause(subscription: Subscription) -> None:
    """Stop studying a deck; due dates stay as they are, and answers on their way are refused."""
    _row(subscription).update(paused=True, settling_since=timezone.now())
    settle(subscription)


def pause_for_everyone(deck: Deck) -> list[Subscription]:
    """Pause the deck for all who study it; call it in a transaction, and `settle` what it returns after that."""
    with across_users("whoever reviews the deck stops"):
        active = list(Subscription.objects.select_for_update().filter(deck=deck, paused=False).order_by("pk"))
        stopped = Subscription.objects.filter(pk__in=[each.pk for each in active])
        stopped.update(paused=True, settling_since=timezone.now())
    return active


def change_limits(
    subscription: Subscription, *, new_limit: int, review_limit: int, today: date, includes: str | None = None
) -> None:
    """Set how many of the deck's cards a day includes, and which, from today on."""
    limits = {"new_limit": new_limit, "review_limit": review_limit}
    with transaction.atomic():
        _row(subscription).update(**limits)
        subscription.refresh_from_db(fields=[*limits], from_queryset=_row(subscription))
        _include(subscription, includes)
        withdraw_over_limit(subscription, today)
    release(subscription.user, today, deck=subscription.deck)
    build_day(subscription.user, today)


def include_new_cards(user: User, deck: Deck) -> None:
    """Have the learner's day of the deck built again, so that cards just written come today where there is room."""
    Subscription.objects.filter(user=user, deck=deck, paused=False).update(queue_built_on=None)


def default_includes(deck: Deck) -> str:
    """Return what a new subscription includes: the deck's flashcards, or everything where it has none."""
    has_flashcards = deck.cards_in_use().of_kind(Section.Kind.FLASHCARDS).exists()
    return Subscription.Includes.FLASHCARDS if has_flashcards else Subscription.Includes.ALL


def _include(subscription: Subscription, includes: str | None) -> None:
    """Have the day built again; cards that are no longer included leave the queue unless they were answered."""
    before, subscription.includes = subscription.includes, includes or subscription.includes
    _row(subscription).update(includes=subscription.includes, queue_built_on=None)
    if subscription.includes != before:
        left_out = schedules_of(subscription).exclude(card__in=queue.included_cards(subscription))
        withdraw(subscription.user_id, left_out)


def schedules_of(subscription: Subscription) -> ScheduleQuerySet:
    """Return the learner's schedules of the subscribed deck."""
    return Schedule.objects.filter(user_id=subscription.user_id, deck_id=subscription.deck_id)


def update_has_unseen(user: User, studied: Collection[Subscription]) -> None:
    """Store whether each of the decks still has cards that were never in the learner's queue, in one statement."""
    if studied:
        unseen = queue.unseen_cards(*studied).filter(note__deck=OuterRef("deck"))
        rows = Subscription.objects.filter(user=user, deck__in=[each.deck_id for each in studied])
        rows.update(has_unseen=Exists(unseen))


def _row(subscription: Subscription) -> QuerySet[Subscription]:
    """Return the subscription's row as a query that names its user."""
    return Subscription.objects.filter(user=subscription.user_id, pk=subscription.pk)

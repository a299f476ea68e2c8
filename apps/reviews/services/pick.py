"""Cards that a learner picks, one by one, for the daily review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.reviews.day import queue
from apps.reviews.models import Pick, Schedule, Subscription
from apps.reviews.services.day_builder import build_day, queue_picked, withdraw
from apps.reviews.services.subscribe import schedules_of, update_has_unseen


@dataclass(frozen=True)
class PickResult:
    """How many of the picked cards are in today's queue, and how many come tomorrow.

    For the latter, a similar card is in today's queue. Of a paused deck neither is known yet.
    """

    subscription: Subscription
    today: int
    tomorrow: int


def pick(user: User, cards: Iterable[Card], *, today: date) -> PickResult:
    """Add cards of one deck, at least one, to the daily review: before all other new ones, whatever the limit."""
    cards = list(cards)
    subscription = _save_picks(user, cards)
    build_day(user, today)  # in its own transactions
    if not subscription.paused:
        _queue_picks(subscription, today)
    schedules = list(Schedule.objects.filter(user=user, card__in=cards))
    buried = [each for each in schedules if each.buried_on == today and not each.is_queued_on(today)]
    return PickResult(subscription, sum(each.is_queued_on(today) for each in schedules), len(buried))


@transaction.atomic
def _save_picks(user: User, cards: Sequence[Card]) -> Subscription:
    deck = Deck.objects.get(notes__cards=cards[0])
    Pick.objects.bulk_create([Pick(user=user, card=card) for card in cards], ignore_conflicts=True)
    only_picks = {"includes": Subscription.Includes.PICKED}
    return Subscription.objects.get_or_create(user=user, deck=deck, defaults=only_picks)[0]


@transaction.atomic
def _queue_picks(subscription: Subscription, today: date) -> None:
    queue_picked(subscription, today)
    update_has_unseen(subscription.user, [subscription])


@transaction.atomic
def unpick(user: User, cards: Iterable[Card], *, today: date) -> None:
    """Remove cards of one deck from the learner's picks; what was answered keeps its schedule."""
    cards = list(cards)
    Pick.objects.filter(user=user, card__in=cards).delete()
    studied = list(user.subscriptions.filter(deck__notes__cards__in=cards).distinct())
    for subscription in studied:
        left_out = schedules_of(subscription).exclude(card__in=queue.included_cards(subscription))
        withdraw(user, left_out.filter(card__in=cards))
    update_has_unseen(user, studied)

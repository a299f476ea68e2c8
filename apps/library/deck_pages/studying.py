"""How a person studies a deck: what is left today, how far its cards are, the limits of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import CardQuerySet, Deck, Section
from apps.library.deck_pages.ordered_cards import OrderedCards
from apps.reviews.day import decks_today, queue
from apps.reviews.models import LEECH, Schedule, Subscription, is_due
from apps.scheduler.maturity import MATURE_DAYS
from apps.stats.marks import Share, Shares
from apps.web import localized

ANSWERED = Q(due_on__isnull=False)
LEARNED = ANSWERED & Q(suspended=False)


@dataclass(frozen=True)
class Study:
    """A person's review of one deck on one study day. `counts` are its cards by the filter that shows them."""

    subscription: Any  # a Subscription with its day: see `decks_today.subscription_of`
    today: date
    cards: OrderedCards  # that its page lists: its flashcards, and what else of it the person reviews
    counts: dict[str, int]
    over_limit: int  # cards that are due and wait for tomorrow
    shares: Shares

    @property
    def left(self) -> int:
        """How many of its cards are left today."""
        row = self.subscription
        return 0 if row.paused else row.due + row.new + row.drill


@dataclass(frozen=True)
class Offer:
    """What the daily review of a deck would bring: its cards, at most `new_limit` of them a day, all by `last_day`."""

    cards: int
    new_limit: int
    last_day: date


def study_of(user: User, deck: Deck, today: date) -> Study | None:
    """Return how the person studies the deck; None where they do not. As many statements for a large one."""
    subscription = decks_today.subscription_of(user, deck, today)
    if subscription is None:
        return None
    counts = _schedules(user, deck).aggregate(
        over_limit=Count("pk", filter=queue.is_over_limit(today, today + timedelta(days=1))),
        mature=Count("pk", filter=LEARNED & Q(interval_days__gte=MATURE_DAYS)),
        young=Count("pk", filter=LEARNED & Q(interval_days__lt=MATURE_DAYS)),
        **{name: Count("pk", filter=condition) for name, condition in _filters(today).items()},
    )
    cards = OrderedCards(deck, _cards_of(subscription, deck))
    counts["new"] = _number_of_new_cards(subscription, cards, counts)
    return Study(subscription, today, cards, counts, counts.pop("over_limit"), _shares(counts))


def _cards_of(subscription: Subscription, deck: Deck) -> CardQuerySet:
    if subscription.includes == Subscription.Includes.ALL:
        return deck.cards_in_use()
    mine = _schedules(subscription.user, deck).values("card")
    return deck.cards_in_use().filter(Q(pk__in=deck.flashcards().order_by().values("pk")) | Q(pk__in=mine))


def _number_of_new_cards(subscription: Subscription, cards: OrderedCards, counts: dict[str, int]) -> int:
    """Return how many cards `_new_cards` has: of a deck of which all is studied, those that are nothing else."""
    if subscription.includes == Subscription.Includes.ALL:
        # Below zero where a card was archived between the two counts.
        return max(0, len(cards) - counts["mature"] - counts["young"] - counts["suspended"])
    return _new_cards(subscription).count()


def filtered(cards: CardQuerySet, study: Study, name: str) -> CardQuerySet:
    """Return those of the deck's cards that the filter of this name shows."""
    if name == "new":
        return cards.filter(pk__in=_new_cards(study.subscription).order_by().values("pk"))
    mine = _schedules(study.subscription.user, study.subscription.deck).filter(_filters(study.today)[name])
    return cards.filter(pk__in=mine.values("card"))


def _filters(today: date) -> dict[str, Q]:
    """Return which schedules each filter is about, but for new cards, which may have none."""
    return {
        "due": is_due(today),
        "flagged": Q(flag__gt=0),
        "leeches": LEECH,
        "suspended": Q(suspended=True),  # last: in a statement that counts all of them, it is a number from here on
    }


def offer_of(deck: Deck, today: date) -> Offer | None:
    """Return what a new subscription to the deck would bring; None for a deck without cards."""
    cards = deck.cards_in_use()
    number = cards.of_kind(Section.Kind.FLASHCARDS).count() or cards.count()
    limit = Subscription._meta.get_field("new_limit").default
    return Offer(number, limit, today + timedelta(days=(number - 1) // limit)) if number else None


def _schedules(user: User, deck: Deck) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user=user, deck=deck, archived=False)


def _new_cards(subscription: Subscription) -> CardQuerySet:
    """Return the cards that the review includes and that were never answered, without suspended ones."""
    rest = _schedules(subscription.user, subscription.deck).filter(ANSWERED | Q(suspended=True))
    return queue.included_cards(subscription).exclude(pk__in=rest.values("card"))


def _shares(counts: dict[str, int]) -> Shares:
    """Draw how many of the deck's cards are how far."""
    shares = [
        Share(_("Mature, 21 days and more"), "mature", counts["mature"]),
        Share(_("Young"), "young", counts["young"], hatched=True),
        Share(_("New"), "new", counts["new"]),
        Share(_("Suspended"), "off", counts["suspended"]),
    ]
    shown = [share for share in shares if share.number]
    sentence = localized.enumeration(f"{share.name}: {localized.number(share.number)}" for share in shown)
    return Shares(sentence, shown)

"""More new cards today than the daily limits allow, because the learner asks for them."""

from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.reviews.day.near_duplicates import asked_today
from apps.reviews.day.new_cards import UnseenCards
from apps.reviews.day.scope import Scope, within
from apps.reviews.services.day_builder import build_day, mixed, open_decks, put_in_queue
from apps.reviews.services.subscribe import update_has_unseen


def add_new(user: User, number: int, *, today: date, scope: Scope = None) -> int:
    """Queue up to so many unseen cards beyond today's limits, those of several decks mixed; return how many came.

    They are what the subscriptions include, in the lesson's order, and no near-duplicates of today's cards.
    """
    build_day(user, today)  # in its own transactions
    return _add(user, number, today, scope)


@transaction.atomic
def _add(user: User, number: int, today: date, scope: Scope) -> int:
    studied = list(open_decks(user).filter(may_open=True, **within(scope)))
    decks = [each.deck_id for each in studied]
    unseen, asked = UnseenCards(studied, dict.fromkeys(decks, number)), asked_today(user, decks, today)
    cards = mixed({deck: unseen.choose(deck, number, asked)[0] for deck in decks})[:number]
    put_in_queue(user, cards, today)
    update_has_unseen(user, studied)
    return len(cards)

"""More new cards today than the daily limits allow, because the learner asks for them."""

from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.reviews.day.queue import Scope, within
from apps.reviews.services.day_builder import build_day, choose_new, mixed, open_decks, put_in_queue
from apps.reviews.services.subscribe import update_has_unseen


@transaction.atomic
def add_new(user: User, number: int, *, today: date, scope: Scope = None) -> int:
    """Queue up to so many unseen cards beyond today's limits, those of several decks mixed; return how many came.

    They are what the subscriptions include, in the lesson's order, and no near-duplicates of today's cards.
    """
    build_day(user, today)
    studied = open_decks(user).filter(may_open=True, **within(scope))
    chosen = {each: choose_new(each, number, today)[0] for each in studied}
    cards = mixed({each.deck_id: of_deck for each, of_deck in chosen.items()})[:number]
    put_in_queue(user, cards, today)
    for subscription in chosen:
        update_has_unseen(subscription)
    return len(cards)

"""A person's own decks: made, described, archived, and deleted with a day to restore them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from apps.accounts.models import User
from apps.cards.deck_slugs import free_slug
from apps.cards.models import Deck
from apps.formats.limits import MAX_SLUG_LENGTH
from apps.reviews.models import Subscription
from apps.reviews.services import pause, subscribe
from apps.web.statements import across_users

UNDO_TTL = timedelta(days=1)
FALLBACK_SLUG = "deck"


@transaction.atomic
def create_deck(owner: User, deck: Deck) -> Deck:
    """Save a new deck of the person's own, with a slug that is free."""
    deck.owner = owner
    deck.slug = free_slug(slugify(deck.title)[:MAX_SLUG_LENGTH].strip("-") or FALLBACK_SLUG)
    deck.save(force_insert=True)
    return deck


def describe_deck(deck: Deck) -> None:
    """Save the title, the description and the language of the deck; its slug stays."""
    deck.save(update_fields=["title", "description", "language"])


def archive_deck(deck: Deck, *, at: datetime) -> None:
    """Take the deck out of the daily review and of the lists; every schedule stays as it is."""
    _leave_review(deck, {"archived_at": at})


def unarchive_deck(deck: Deck, *, today: date) -> None:
    """List the deck again; it is in the daily review if it was before."""
    _return_to_review(deck, {"archived_at": None}, today)


def mark_deleted(deck: Deck, *, at: datetime) -> None:
    """Let the deck exist for nobody; for a day it can be restored."""
    _leave_review(deck, {"deleted_at": at})


def restore_deck(deck: Deck, *, today: date) -> None:
    """Undo the deletion of the deck; it is in the daily review if it was before."""
    _return_to_review(deck, {"deleted_at": None}, today)


def _leave_review(deck: Deck, change: dict[str, datetime | None]) -> None:
    with across_users("whoever reviews the deck stops"):
        active = list(Subscription.objects.filter(deck=deck, paused=False))
    was_reviewed = deck.was_reviewed or any(each.user_id == deck.owner_id for each in active)
    Deck.with_deleted.filter(pk=deck.pk).update(**change, was_reviewed=was_reviewed)
    for subscription in active:
        pause(subscription)


def _return_to_review(deck: Deck, change: dict[str, datetime | None], today: date) -> None:
    """Change the deck; one that is still archived stays out of the review."""
    Deck.with_deleted.filter(pk=deck.pk).update(**change)
    deck.refresh_from_db()
    if deck.archived_at or deck.owner is None or not deck.was_reviewed:
        return
    Deck.objects.filter(pk=deck.pk).update(was_reviewed=False)
    subscription = deck.owner.subscriptions.get(deck=deck)
    subscribe(deck.owner, deck, today=today, includes=subscription.includes)

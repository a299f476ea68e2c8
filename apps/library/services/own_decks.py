"""A person's own decks: made, described, archived, and deleted with a day to restore them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.cards.deck_slugs import free_slug, is_taken, slug_of
from apps.cards.models import Deck
from apps.reviews.services import pause_for_everyone, subscribe
from apps.reviews.services.settle import settle

FALLBACK_SLUG = "deck"
DESCRIBED = ("title", "description", "language")


def create_deck(owner: User, deck: Deck) -> Deck:
    """Save a new deck of the person's own, with a slug that is free."""
    deck.owner = owner
    while not _is_saved(deck):
        pass
    return deck


@transaction.atomic
def create_deck_once(owner: User, deck: Deck) -> tuple[Deck, bool]:
    """Save a new deck as `create_deck` does, but once where Create is pressed twice; return it, and if it is new.

    The first press made an empty deck that says the same.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    the_same = {name: getattr(deck, name) for name in DESCRIBED}
    made = owner.decks.filter(**the_same, archived_at=None, notes=None).first()
    return (made, False) if made else (create_deck(owner, deck), True)


def _is_saved(deck: Deck) -> bool:
    """Save a new deck; False where another one has just got the slug that was free."""
    deck.slug = free_slug(slug_of(deck.title) or FALLBACK_SLUG)
    try:
        with transaction.atomic():
            deck.save(force_insert=True)
    except IntegrityError:
        if not is_taken(deck.slug):
            raise
        return False
    return True


def describe_deck(deck: Deck) -> None:
    """Save the title, the description and the language of the deck; its slug stays."""
    deck.save(update_fields=DESCRIBED)


def archive_deck(deck: Deck, *, at: datetime) -> None:
    """Take the deck out of the daily review and of the lists; every schedule stays as it is."""
    _leave_review(deck, {"archived_at": at})


def unarchive_deck(deck: Deck, *, today: date) -> None:
    """List the deck again; it is in the daily review if it was before."""
    Deck.objects.filter(pk=deck.pk).update(archived_at=None)
    _return_to_review(deck, today)


def mark_deleted(deck: Deck, *, at: datetime) -> None:
    """Let the deck exist for nobody; for a day it can be restored."""
    _leave_review(deck, {"deleted_at": at})


def restore_deck(deck: Deck, *, today: date) -> bool:
    """Undo the deletion of the deck, which is in the daily review if it was before; False: it is being removed."""
    deleted = Deck.with_deleted.filter(pk=deck.pk, deleted_as=Deck.Deletion.RESTORABLE)
    if not deleted.update(deleted_at=None):
        return False
    _return_to_review(deck, today)
    return True


def _leave_review(deck: Deck, change: dict[str, datetime | None]) -> None:
    """Change the deck and pause it for everyone, in one transaction; what is queued of it then leaves the queues."""
    with transaction.atomic():
        Deck.with_deleted.filter(pk=deck.pk).update(**change)
        paused = pause_for_everyone(deck)
        if any(each.user_id == deck.owner_id for each in paused):
            Deck.with_deleted.filter(pk=deck.pk).update(was_reviewed=True)
    for subscription in paused:
        settle(subscription)


def _return_to_review(deck: Deck, today: date) -> None:
    """Review the deck again if its owner did; one that is still archived stays out of the review."""
    deck.refresh_from_db()
    if deck.archived_at or deck.owner is None or not deck.was_reviewed:
        return
    subscription = deck.owner.subscriptions.get(deck=deck)
    subscribe(deck.owner, deck, today=today, includes=subscription.includes)
    Deck.objects.filter(pk=deck.pk).update(was_reviewed=False)

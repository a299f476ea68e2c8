"""Renaming and deleting a person's own deck."""

from django.db import transaction

from apps.cards.models import Deck, Note, Section
from apps.reviews.models import Schedule
from apps.web.statements import across_users


def rename_deck(deck: Deck, title: str) -> None:
    """Give the deck another title; its slug stays."""
    deck.title = title
    deck.save(update_fields=["title"])


@transaction.atomic
@across_users("everyone who learns a deck loses it")
def delete_deck(deck: Deck) -> None:
    """Delete a private deck with its notes, their old versions, and everything learned from them."""
    pk = deck.pk
    Schedule.objects.filter(deck=deck).delete()  # first: a card that somebody learns cannot be deleted
    deck.delete()
    Note.history.filter(deck_id=pk).delete()
    Section.history.filter(deck_id=pk).delete()

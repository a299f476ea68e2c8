"""Deletes decks for good: they exist for nobody from that moment on; the worker removes their notes and cards."""

from datetime import datetime

from django.db import transaction

from apps.cards.models import Deck
from apps.courses.services.delete_course import FREED_SLUG


@transaction.atomic
def delete_deck(deck: Deck, *, at: datetime) -> None:
    """Mark a deck as deleted, free its slug, and take its lesson out of the course."""
    if hasattr(deck, "lesson"):
        deck.lesson.delete()
    Deck.with_deleted.filter(pk=deck.pk).update(deleted_at=at, deleted_as=Deck.Deletion.FINAL, slug=FREED_SLUG)

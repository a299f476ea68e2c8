"""Decks that a command names by their slugs."""

from django.core.management.base import CommandError

from apps.cards.models import Deck


def deck_named(slug: str) -> Deck:
    """Return the deck of that slug, or raise CommandError."""
    try:
        return Deck.objects.get(slug=slug)
    except Deck.DoesNotExist:
        raise CommandError(f"There is no deck {slug}. Use the part of its URL after /decks/.") from None

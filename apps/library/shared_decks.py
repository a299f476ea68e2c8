"""Decks that are shared by a link. Only reads."""

from apps.cards.models import Deck, DeckQuerySet


def shared_decks(token: str) -> DeckQuerySet:
    """Return the deck that a link with the token shares; none where it was revoked, or the deck deleted."""
    return Deck.objects.filter(shared_link__token=token) if token else Deck.objects.none()

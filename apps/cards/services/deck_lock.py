"""The lock of a deck: who saves rows of it waits for others who do."""

from apps.cards.models import Deck


def lock_deck(deck: int) -> None:
    """Wait until nobody else saves rows of the deck with this primary key, and let others wait for this transaction."""
    Deck.objects.select_for_update(no_key=True).only("pk").get(pk=deck)

"""The lock of a deck: who saves rows of it waits for others who do."""

from collections.abc import Iterable

from apps.cards.models import Deck


def lock_decks(decks: Iterable[int]) -> None:
    """Lock several decks, in one order for all, so that nobody waits for somebody who waits for them."""
    for deck in sorted(set(decks)):
        lock_deck(deck)


def lock_deck(deck: int) -> None:
    """Wait until nobody else saves rows of the deck with this primary key, and let others wait for this transaction."""
    Deck.objects.select_for_update(no_key=True).only("pk").get(pk=deck)

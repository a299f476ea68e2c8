"""Cards to print, without a person who asks for them."""

from apps.cards.models import Deck
from apps.printing.request.card_filter import CardFilter
from apps.printing.request.selection import Selection, select


def all_flashcards(deck: Deck) -> Selection:
    """Return the flashcards of a deck, in the order of its page, for anybody."""
    return select(CardFilter(), None, deck, Deck.objects.all(), None)

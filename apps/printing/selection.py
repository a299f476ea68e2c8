"""Which cards are printed, and in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from apps.cards.models import Card, Deck

AT_ONCE = 200


@dataclass(frozen=True)
class Selection:
    """The cards to print in their order, and what they are called together."""

    title: str
    file_name: str
    language: str
    decks: Sequence[Deck]  # that the cards are of, in the order of their first card
    cards: Sequence[int]  # their keys

    def __len__(self) -> int:
        return len(self.cards)

    def in_turn(self) -> Iterator[Card]:
        """Yield the cards with note, section, deck and lesson, a few at a time; one deleted meanwhile is left out."""
        related = "note__section", "note__deck__lesson"
        for keys in batched(self.cards, AT_ONCE):
            found = Card.objects.select_related(*related).in_bulk(keys)
            yield from (found[key] for key in keys if key in found)


def whole(deck: Deck) -> Selection:
    """Return the flashcards of a deck, in the order of its page."""
    cards = list(deck.flashcards().values_list("pk", flat=True))
    return Selection(deck.title, deck.slug, deck.language, [deck], cards)

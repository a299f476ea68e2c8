"""The tags of a deck, to complete what is typed."""

from apps.cards.models import Deck

MAX_TAGS = 300  # offered


def tags_of_deck(deck: Deck) -> list[str]:
    """Return the tags of the deck's notes in use, in order."""
    texts = deck.notes.filter(archived=False).exclude(tags="").order_by().values_list("tags", flat=True).distinct()
    return sorted({tag for text in texts for tag in text.split()})[:MAX_TAGS]

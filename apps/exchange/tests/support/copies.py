"""Decks that somebody copies, and what is compared of them."""

from apps.cards.models import Card
from apps.exchange.services.copy_deck import DeckCopy, copy_deck
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
TEXTS = ("kind", "front", "back", "label", "extra", "tags", "guid")


def copied(person, deck, **options):
    """Copy a deck for somebody."""
    return copy_deck(DeckCopy(person, deck, "Mine", **options), at=NOW)


def texts_of(deck):
    """Return the texts of a deck's notes that are not archived."""
    return list(deck.notes.filter(archived=False).values_list("section__title", *TEXTS))


def cards_of(deck):
    """Return the cards of a deck's notes that are not archived."""
    shown = Card.objects.in_order().filter(note__deck=deck, note__archived=False)
    return list(shown.values_list("ordinal", "context", "front", "back", "choices", "label", "archived"))

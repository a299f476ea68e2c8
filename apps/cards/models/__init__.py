"""Decks of notes, the cards made of them, and the pictures, sounds and search texts that belong to them."""

from apps.cards.models.content import Card, CardQuerySet, Deck, Note, Section, new_guid
from apps.cards.models.media import CourseCover, DeckMedia, Media
from apps.cards.models.of_card import OfCard, of_card_models
from apps.cards.models.visibility import DeckQuerySet, DeckState
from apps.cards.text_index.models import NoteText

__all__ = [
    "Card",
    "CardQuerySet",
    "CourseCover",
    "Deck",
    "DeckMedia",
    "DeckQuerySet",
    "DeckState",
    "Media",
    "Note",
    "NoteText",
    "OfCard",
    "Section",
    "new_guid",
    "of_card_models",
]

"""Finds cards by the words that a person types, in the texts and tags of their notes."""

from django.db.models import Q

from apps.cards.models import CardQuerySet
from apps.cards.text_index.patterns import Pattern
from apps.cards.text_index.plain_text import fold
from apps.cards.text_index.queries import containing

MAX_WORDS = 8


def with_words(cards: CardQuerySet, words: str) -> CardQuerySet:
    """Return the cards whose note has all the words, in any order, also as parts of longer ones and without accents."""
    for word in fold(words).split()[:MAX_WORDS]:
        pattern = Pattern((word,))
        cards = cards.filter(containing(pattern, "note") | Q(note__text__tags__like=f"%{pattern.like}%"))
    return cards

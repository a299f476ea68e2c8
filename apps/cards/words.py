"""Finds cards by the words that a person types, in the texts and tags of their notes."""

from django.db.models import Q

from apps.cards.models import CardQuerySet

MAX_WORDS = 8


def with_words(cards: CardQuerySet, words: str) -> CardQuerySet:
    """Return the cards whose note has all the words, in any order, also as parts of longer ones."""
    for word in words.split()[:MAX_WORDS]:
        found = Q(note__front__icontains=word) | Q(note__back__icontains=word) | Q(note__tags__icontains=word)
        cards = cards.filter(found)
    return cards

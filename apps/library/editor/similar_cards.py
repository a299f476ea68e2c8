"""A card of the deck that asks nearly the same as what is being typed."""

from functools import reduce
from operator import or_

from django.db.models import Q

from apps.cards.comparing.similarity import CONTENT_WEIGHT, SAME, analyze, similarity_of
from apps.cards.models import Deck, Note

MAX_COMPARED = 200  # notes, while somebody types
WORDS = 3  # the longest ones, of which a similar card has at least one


def similar_note(deck: Deck, front: str, *, but: int = 0) -> Note | None:
    """Return the note whose front is most like this one, where one is nearly the same; `but` is left out."""
    typed = analyze(front)
    words = sorted((word for word, weight in typed.weights.items() if weight == CONTENT_WEIGHT), key=len)[-WORDS:]
    if not words:
        return None
    shares_a_word = reduce(or_, (Q(front__icontains=word.removesuffix("y")) for word in words))
    notes = deck.notes.filter(shares_a_word, archived=False).exclude(pk=but).order_by("-pk")[:MAX_COMPARED]
    ranked = [(similarity_of(typed, analyze(note.front)), note.pk, note) for note in notes]
    nearness, _pk, nearest = max(ranked, default=(0, 0, None))
    return nearest if nearness >= SAME else None

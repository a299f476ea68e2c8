"""Who may see a picture or a sound: whoever may see or review a deck that shows it.

Who has the link of a shared deck sees those of this deck: apps/library/views/shared.py.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck, DeckMedia, Media
from apps.reviews.models import Subscription


def media_visible_to(user: User | AnonymousUser) -> QuerySet[Media]:
    """Return those of the decks that the person may open, or studies."""
    decks = Q(deck__in=Deck.objects.visible_to(user))
    if user.is_authenticated:
        decks |= Q(deck__in=Subscription.objects.filter(user=user).values("deck"))
    return Media.objects.filter(pk__in=DeckMedia.objects.filter(decks).values("media"))

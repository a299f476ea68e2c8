"""Who may see a picture or a sound: whoever may see or review a deck that shows it, or open a course with it.

Who has the link of a shared deck sees those of this deck: apps/library/views/shared.py.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import CourseCover, Deck, DeckMedia, Media
from apps.courses.models import Course
from apps.reviews.models import Subscription


def media_visible_to(user: User | AnonymousUser) -> QuerySet[Media]:
    """Return those of the decks that the person may open, or studies, and the covers of courses they may open."""
    decks = Q(deck__in=Deck.objects.visible_to(user))
    if user.is_authenticated:
        decks |= Q(deck__in=Subscription.objects.filter(user=user).values("deck"))
    covers = CourseCover.objects.filter(course__in=Course.objects.visible_to(user))
    of_decks = Q(pk__in=DeckMedia.objects.filter(decks).values("media"))
    return Media.objects.filter(of_decks | Q(pk__in=covers.values("media")))

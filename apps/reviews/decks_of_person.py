"""The decks that a person has or studies, and those that wait for them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Card, Deck


def own_and_studied(person: User) -> QuerySet[Deck]:
    """Return the person's own decks and those that they study and may still open."""
    return Deck.objects.visible_to(person).filter(Q(owner=person) | Q(pk__in=person.subscriptions.values("deck")))


def not_studied(person: User) -> QuerySet[Deck]:
    """Return the person's decks that they do not study, and those of courses in which they learn, with a card at least.

    Archived courses offer nothing to learn any more.
    """
    learned = person.enrolments.learners().filter(course__archived_at=None)
    theirs = Q(owner=person) | Q(course__in=learned.values("course"))
    cards = Card.objects.in_use().filter(note__deck=OuterRef("pk"))
    studied = person.subscriptions.values("deck")
    listed = Deck.objects.listed_for(person).filter(theirs, Exists(cards), archived_at=None)
    return listed.exclude(pk__in=studied).select_related("course")

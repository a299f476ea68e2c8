"""A person's own decks: the list of them, and what is lost with one."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note
from apps.reviews.models import ReviewLog
from apps.web.statements import across_users


@dataclass(frozen=True)
class DeletionSummary:
    """What is deleted together with a deck."""

    notes: int
    schedules: int
    reviews: int


def own_decks(person: User) -> QuerySet[Deck]:
    """Return the person's private decks, each with how many notes and cards in use it has."""
    notes = Note.objects.filter(deck=OuterRef("pk"), archived=False).order_by().values("deck")
    cards = Card.objects.in_use().filter(note__deck=OuterRef("pk")).order_by().values("note__deck")
    return Deck.objects.filter(owner=person).annotate(
        notes_number=Coalesce(Subquery(notes.annotate(number=Count("pk")).values("number")), 0),
        cards_number=Coalesce(Subquery(cards.annotate(number=Count("pk")).values("number")), 0),
    )


@across_users("everyone who learns a deck loses it")
def losses(deck: Deck) -> DeletionSummary:
    """Return what would be deleted with a deck."""
    reviews = ReviewLog.objects.filter(schedule__deck=deck, schedule__user=F("user"), undone_at=None)
    return DeletionSummary(deck.notes.count(), deck.schedules.count(), reviews.count())

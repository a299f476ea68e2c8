"""What people do with decks of their own, besides studying them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note, Section
from apps.reviews.models import ReviewLog, Schedule
from apps.web.statements import across_users


@dataclass(frozen=True)
class Losses:
    """What goes with a deck when it is deleted."""

    notes: int
    schedules: int
    reviews: int


def own(person: User) -> QuerySet[Deck]:
    """Return the person's private decks, each with how many notes and cards in use it has."""
    notes = Note.objects.filter(deck=OuterRef("pk"), archived=False).order_by().values("deck")
    cards = Card.objects.in_use().filter(note__deck=OuterRef("pk")).order_by().values("note__deck")
    return Deck.objects.filter(owner=person).annotate(
        notes_number=Coalesce(Subquery(notes.annotate(number=Count("pk")).values("number")), 0),
        cards_number=Coalesce(Subquery(cards.annotate(number=Count("pk")).values("number")), 0),
    )


@across_users("everyone who learns a deck loses it")
def losses(deck: Deck) -> Losses:
    """Return what would go with a deck."""
    return Losses(
        notes=deck.notes.count(),
        schedules=deck.schedules.count(),
        reviews=ReviewLog.objects.filter(schedule__deck=deck, schedule__user=F("user"), undone_at=None).count(),
    )


@transaction.atomic
@across_users("everyone who learns a deck loses it")
def delete(deck: Deck) -> None:
    """Delete a private deck with its notes, their old versions, and all that was learned of them."""
    pk = deck.pk
    Schedule.objects.filter(deck=deck).delete()  # first: a card that somebody learns cannot be deleted
    deck.delete()
    Note.history.filter(deck_id=pk).delete()
    Section.history.filter(deck_id=pk).delete()

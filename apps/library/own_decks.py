"""What is lost with a person's own deck."""

from dataclasses import dataclass

from django.db.models import F

from apps.cards.models import Deck
from apps.reviews.models import ReviewLog
from apps.web.statements import across_users


@dataclass(frozen=True)
class DeletionSummary:
    """What is deleted together with a deck."""

    notes: int
    schedules: int
    reviews: int


@across_users("everyone who learns a deck loses it")
def losses(deck: Deck) -> DeletionSummary:
    """Return what would be deleted with a deck."""
    reviews = ReviewLog.objects.filter(schedule__deck=deck, schedule__user=F("user"), undone_at=None)
    return DeletionSummary(deck.notes.count(), deck.schedules.count(), reviews.count())

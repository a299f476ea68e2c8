"""Refuses answers that are on their way to cards of decks that are being deleted."""

from django.db.models import F, QuerySet

from apps.cards.models import Deck
from apps.reviews.models import Schedule
from apps.web.statements import across_users


@across_users("the decks are deleted for all who study them")
def refuse_answers(decks: QuerySet[Deck]) -> None:
    """Let no answer count that was given to what a page showed before; call it in a transaction.

    Answers that are being saved are waited for.
    """
    Schedule.objects.filter(deck__in=decks).update(version=F("version") + 1)

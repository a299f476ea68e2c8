"""Begins paper sessions, and enters what was written on the paper: each grade once, however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.printing.models import PaperCard, PaperSession
from apps.reviews import queue
from apps.reviews.dealing import deal
from apps.reviews.models import Schedule
from apps.reviews.services import StaleGrade, grade_card

MOST_CARDS = 100
SINCE = "it was reviewed on the site since it was printed"
SUSPENDED = "it is suspended"
NOT_ASKED = "your queue does not ask for it any more"


@dataclass
class Entered:
    """What became of grades: how many were recorded, and why which cards were left alone, by their numbers."""

    recorded: int = 0
    skipped: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def begin(user: User, deck: Deck | None, *, now: datetime) -> PaperSession | None:
    """Put what the learner's queue asks today on paper, what is due before what is new; None where it asks nothing."""
    today = user.study_day(now)
    deal(user, today)
    asked = [*queue.due(user, today, deck)[:MOST_CARDS], *queue.new(user, today, deck)[:MOST_CARDS]]
    if not asked:
        return None
    session = PaperSession.objects.create(user=user, deck=deck, study_day=today, created_at=now)
    PaperCard.objects.bulk_create(
        PaperCard(session=session, schedule=schedule, number=number, version=schedule.version)
        for number, schedule in enumerate(islice(asked, MOST_CARDS), start=1)
    )
    return session


def cards_of(session: PaperSession) -> QuerySet[PaperCard]:
    """Return the cards of a session in order, with what a page shows of them."""
    return session.cards.select_related("schedule__card__note__deck", "answer")


@transaction.atomic
def enter(session: PaperSession, grades: Mapping[int, int], *, now: datetime) -> Entered:
    """Record the grades by the numbers of their cards; what was entered before or has changed since is left alone."""
    entered = Entered()
    cards = session.cards.filter(number__in=grades, answer=None).select_related("schedule__user")
    for card in cards:
        if reason := _refusal(card.schedule, card.version):
            entered.skipped[card.number] = reason
            continue
        try:
            answer = grade_card(card.schedule, grades[card.number], seen_version=card.version, at=now)
        except StaleGrade:
            entered.skipped[card.number] = NOT_ASKED
            continue
        PaperCard.objects.filter(pk=card.pk).update(answer=answer)
        entered.recorded += 1
    return entered


def _refusal(schedule: Schedule, version: int) -> str:
    if schedule.suspended:
        return SUSPENDED
    return SINCE if schedule.version != version else ""

"""Begins paper sessions, and records what was written on the paper: each grade once, however often it is sent.

What keeps a grade from counting twice is the card itself: none is recorded where an answer stands that is newer than
the paper. After an undo there is none, so the grade can be entered again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.paper_sessions.card_status import refusal
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import StaleGrade, grade_card
from apps.reviews.services.day_builder import build_day

MAX_CARDS = 100  # of one session: what can be sat through, and entered in one go


@dataclass
class Entered:
    """What became of grades, by the numbers of their cards."""

    recorded: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)  # these were entered already, as they are now
    kept: list[int] = field(default_factory=list)  # these were entered already, with another grade, which stays
    skipped: list[int] = field(default_factory=list)


@transaction.atomic
def begin(user: User, deck: Deck | None, *, now: datetime) -> PaperSession | None:
    """Put what the learner's queue asks today on paper, due cards before new ones; None where it asks nothing.

    Whoever asks for the same paper again, before entering anything, gets the same session.
    """
    today = user.study_day(now)
    build_day(user, today)
    due = list(queue.due(user, today, deck)[:MAX_CARDS])
    asked = [*due, *queue.new(user, today, deck)[: MAX_CARDS - len(due)]]
    if not asked:
        return None
    untouched = user.paper_sessions.filter(deck=deck, study_day=today, entered_at=None).first()
    if untouched and list(untouched.cards.values_list("schedule", "version")) == [(s.pk, s.version) for s in asked]:
        return untouched
    session = PaperSession.objects.create(user=user, deck=deck, study_day=today, created_at=now)
    PaperCard.objects.bulk_create(
        PaperCard(session=session, number=number, schedule=each, card_id=each.card_id, version=each.version)
        for number, each in enumerate(asked, start=1)
    )
    return session


@transaction.atomic
def enter(session: PaperSession, grades: Mapping[int, int], *, reviewed_at: datetime, now: datetime) -> Entered:
    """Record the grades by the numbers of their cards; leave alone what was entered before, or cannot be any more."""
    # First of all: whoever sends the same page at the same moment waits at this row, then finds what was entered.
    PaperSession.objects.filter(pk=session.pk).update(entered_at=now)
    outcome, recorded = Entered(), []
    for card in session.cards.with_status().filter(number__in=grades):
        if card.is_entered:
            same = card.answer and card.answer.grade == grades[card.number]
            (outcome.before if same else outcome.kept).append(card.number)
        elif log := _recorded(card, grades[card.number], session.user, reviewed_at):
            outcome.recorded.append(card.number)
            card.answer = log
            recorded.append(card)
        else:
            outcome.skipped.append(card.number)
    PaperCard.objects.bulk_update(recorded, ["answer"])
    return outcome


def last_entered(session: PaperSession, *, now: datetime) -> ReviewLog | None:
    """Return the learner's last answer of today if it was entered for this session: the one that can be undone."""
    last = queue.last_answer(session.user, session.user.study_day(now))
    return last if last and session.cards.filter(answer=last).exists() else None


def _recorded(card: PaperCard, grade: int, user: User, at: datetime) -> ReviewLog | None:
    """Grade the card as the review does; None where it cannot be graded."""
    if refusal(card) or card.schedule is None:
        return None
    schedule = card.schedule
    schedule.user = user  # spares a look at the user for each card
    _ask_again(schedule, user, at)
    try:
        return grade_card(schedule, grade, seen_version=schedule.version, at=at)
    except StaleGrade:
        return None


def _ask_again(schedule: Schedule, user: User, at: datetime) -> None:
    """Let the day of the review ask what the paper asked, although a later day's deal left the card to wait."""
    today = user.study_day(at)
    if schedule.due_on is None or schedule.due_on <= today:
        schedule.queue_on = today

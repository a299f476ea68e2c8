"""Starts paper sessions: puts what the learner's queue has today on paper."""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day

type Limits = dict[str, Any]

MAX_CARDS = 100  # of one session: what can be reviewed, and entered, in one go


@transaction.atomic
def start_session(user: User, scope: Deck | Course | None, *, now: datetime) -> PaperSession | None:
    """Put today's queue of a deck, a course or all decks on paper, due cards before new ones; None where it is empty.

    Starting the same session again, before any grade is entered, returns the same session.
    """
    today = user.study_day(now)
    build_day(user, today)
    due = list(queue.due(user, today, scope)[:MAX_CARDS])
    schedules = [*due, *queue.new(user, today, scope)[: MAX_CARDS - len(due)]]
    if not schedules:
        return None
    limits = {
        "deck": scope if isinstance(scope, Deck) else None,
        "course": scope if isinstance(scope, Course) else None,
    }
    return _same_session(user, limits, schedules, now) or _new_session(user, limits, schedules, now)


def _same_session(user: User, limits: Limits, schedules: list[Schedule], now: datetime) -> PaperSession | None:
    today = user.study_day(now)
    session = user.paper_sessions.filter(**limits, study_day=today, entered_at=None).first()
    versions = [(schedule.pk, schedule.version) for schedule in schedules]
    return session if session and list(session.cards.values_list("schedule", "version")) == versions else None


def _new_session(user: User, limits: Limits, schedules: list[Schedule], now: datetime) -> PaperSession:
    session = PaperSession.objects.create(user=user, **limits, study_day=user.study_day(now), created_at=now)
    PaperCard.objects.bulk_create(
        PaperCard(
            user=user,
            session=session,
            number=number,
            schedule=schedule,
            card_id=schedule.card_id,
            version=schedule.version,
        )
        for number, schedule in enumerate(schedules, start=1)
    )
    return session

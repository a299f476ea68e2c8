"""Records the grades from paper: each once, however often it is sent.

What keeps a grade from counting twice is the card itself: none is recorded where it has an answer that is newer than
the paper. After an undo there is none, so the grade can be entered again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.paper_sessions.card_status import refusal
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import StaleGrade, grade_card
from apps.reviews.services.tally import recount_later


@dataclass
class EntryResult:
    """What became of grades, by the numbers of their cards."""

    recorded: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)  # entered before, with the same grade
    conflicting: list[int] = field(default_factory=list)  # entered before, with another grade, which stays
    skipped: list[int] = field(default_factory=list)  # these can no longer be entered


@transaction.atomic
def enter_grades(
    session: PaperSession, grades: Mapping[int, int], *, reviewed_at: datetime, now: datetime
) -> EntryResult:
    """Record the grades by the numbers of their cards; skip what was entered before, or can no longer be."""
    # First of all: a second request with the same page waits at this row, then finds what was entered.
    PaperSession.objects.filter(user=session.user_id, pk=session.pk).update(entered_at=now)
    result, recorded, days = EntryResult(), [], set()
    for card in session.cards.with_status(session.user_id).filter(number__in=grades):
        grade = grades[card.number]
        if card.is_entered:
            is_same = card.own_answer is not None and card.own_answer.grade == grade
            (result.unchanged if is_same else result.conflicting).append(card.number)
        elif log := _record(card, grade, session.user, reviewed_at):
            result.recorded.append(card.number)
            card.answer = log
            recorded.append(card)
            days.add(log.day)
        else:
            result.skipped.append(card.number)
    session.cards.bulk_update(recorded, ["answer"])
    recount_later(session.user, days)  # the day of an old sheet may be counted already
    return result


def _record(card: PaperCard, grade: int, user: User, at: datetime) -> ReviewLog | None:
    """Grade the card as the review does; return None where it cannot be graded."""
    schedule = card.own_schedule
    if refusal(card) or schedule is None:
        return None
    schedule.user = user  # saves a query for each card
    _queue_again(schedule, user, at)
    try:
        return grade_card(schedule, grade, seen_version=schedule.version, at=at)
    except StaleGrade:
        return None


def _queue_again(schedule: Schedule, user: User, at: datetime) -> None:
    """Put a printed card back into the day of its review, although a later day's queue postponed it."""
    today = user.study_day(at)
    if schedule.due_on is None or schedule.due_on <= today:
        schedule.queue_on = today

"""Undo: restores the schedule from before the last answer of today."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.answer import LOGGED


class StaleUndo(Exception):
    """The answer is not (or no longer) the last one of today, so it cannot be undone."""


class ImportedSince(StaleUndo):
    """Later answers to the card were imported since; the schedule follows from those."""


@transaction.atomic
def undo(user: User, log_id: int, *, at: datetime) -> Schedule:
    """Undo today's last answer and return its schedule as it was before, or raise StaleUndo."""
    today = user.study_day(at)
    # The schedule comes first: an answer given after that moves its version on, and the update finds no row.
    schedule = Schedule.objects.filter(user=user, reviews__user=user, reviews=log_id).first()
    log = queue.last_answer(user, today)
    if schedule is None or log is None or log.pk != log_id:
        raise StaleUndo
    if schedule.answers().filter(kind=ReviewLog.Kind.IMPORT, version__gt=log.version).exists():
        raise ImportedSince
    marked = user.reviews.filter(pk=log.pk, undone_at__isnull=True).update(undone_at=at)
    before = {name: getattr(log, f"{name}_before") for name in LOGGED}
    queue_on = schedule.queue_on if log.kind == ReviewLog.Kind.DRILL else log.due_on_before or today
    if schedule.suspended or user.subscriptions.filter(deck=schedule.deck_id, paused=True).exists():
        queue_on = before["drill_on"] = None
    restored = user.schedules.filter(pk=schedule.pk, version=schedule.version).update(
        **before, queue_on=queue_on, version=F("version") + 1
    )
    if not (marked and restored):
        raise StaleUndo
    return queue.with_card(user.schedules.all()).get(pk=schedule.pk)

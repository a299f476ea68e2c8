"""An answer: the card is rescheduled and the answer logged, in one transaction.

No locks: an answer carries the version it was shown, and the row changes only if it still has it.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler import sm2
from apps.scheduler.sm2 import Sm2Variant

KINDS = {"due": ReviewLog.Kind.REVIEW, "new": ReviewLog.Kind.LEARN, "drill": ReviewLog.Kind.DRILL}
LOGGED = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "drill_on")


class StaleGrade(Exception):
    """The card was answered since it was shown, or is no longer in today's queue."""


class StaleQueuePart(StaleGrade):
    """The card moved from one part of the queue to another since it was shown: yesterday's drill is over."""


@transaction.atomic
def grade_card(
    schedule: Schedule,
    grade: int,
    *,
    seen_version: int,
    at: datetime,
    seen_part: str = "",
    taken_ms: int | None = None,
) -> ReviewLog:
    """Reschedule the card and log the answer, or raise StaleGrade and change nothing.

    `seen_part` names the part of the queue in which the card was shown, where that is known.
    """
    today = schedule.user.study_day(at)
    part = queue.part_of(schedule, today)
    if not part or schedule.version != seen_version:
        raise StaleGrade
    if seen_part and seen_part != part:
        raise StaleQueuePart
    after = _after(schedule, grade, part, today)
    updated = Schedule.objects.filter(user=schedule.user, pk=schedule.pk, version=seen_version).update(
        **after, reviewed_at=at, version=seen_version + 1
    )
    if not updated:
        raise StaleGrade
    return ReviewLog.objects.create(
        user=schedule.user,
        schedule=schedule,
        version=seen_version + 1,
        kind=KINDS[part],
        grade=grade,
        reviewed_at=at,
        day=today,
        hour=at.astimezone(schedule.user.zone).hour,
        taken_ms=taken_ms,
        algorithm=f"sm2-{schedule.user.sm2_variant}",
        **{f"{name}_before": getattr(schedule, name) for name in LOGGED},
        **{f"{name}_after": after.get(name, getattr(schedule, name)) for name in LOGGED},
    )


def _after(schedule: Schedule, grade: int, part: str, today: date) -> dict[str, object]:
    """Return the columns that the answer changes; one in the drill changes nothing but the drill."""
    drill_on = today if sm2.drills(grade) else None
    if part == "drill":
        return {"drill_on": drill_on}
    state = sm2.grade(schedule.state, grade, Sm2Variant(schedule.user.sm2_variant), cap_days=settings.INTERVAL_CAP_DAYS)
    due_on = today + timedelta(days=state.interval_days)
    return {**asdict(state), "due_on": due_on, "queue_on": due_on, "drill_on": drill_on}

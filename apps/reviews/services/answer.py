"""An answer: the card is rescheduled and the answer logged, in one transaction.

No locks: an answer carries the version it was shown, and the row changes only if it still has it.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, QuerySet

from apps.cards.models import Deck
from apps.reviews.day import queue
from apps.reviews.metrics import GRADES
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler import sm2
from apps.scheduler.sm2 import Sm2Variant
from apps.web.compiled_queries import CompiledInsert, CompiledUpdate

KINDS = {"due": ReviewLog.Kind.REVIEW, "new": ReviewLog.Kind.LEARN, "drill": ReviewLog.Kind.DRILL}
PRACTICE_GRADES = {True: 4, False: 1}  # by whether the card was known
LOGGED = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "drill_on")


class StaleGrade(Exception):
    """The card was answered since it was shown, or is no longer in today's queue."""


class StaleQueuePart(StaleGrade):
    """The card moved from one part of the queue to another since it was shown: yesterday's drill is over."""


type Update = tuple[QuerySet[Schedule], dict[str, Any]]  # the rows, and what they get


def _graded(user: int, schedule: int, version: int, at: datetime, **values: Any) -> Update:
    rows = Schedule.objects.filter(user=user, pk=schedule, version=version)
    return rows, {**values, "reviewed_at": at, "version": F("version") + 1}


def _scheduled(
    user: int,
    schedule: int,
    version: int,
    at: datetime,
    repetitions: int,
    interval_days: int,
    easiness: int,
    lapses: int,
    due_on: date,
    queue_on: date,
    drill_on: date,
) -> Update:
    state = {"repetitions": repetitions, "interval_days": interval_days, "easiness": easiness, "lapses": lapses}
    return _graded(user, schedule, version, at, **state, due_on=due_on, queue_on=queue_on, drill_on=drill_on)


def _drilled(user: int, schedule: int, version: int, at: datetime, drill_on: date) -> Update:
    return _graded(user, schedule, version, at, drill_on=drill_on)


_UPDATE, _UPDATE_DRILL, _INSERT = CompiledUpdate(_scheduled), CompiledUpdate(_drilled), CompiledInsert(ReviewLog)


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
    update = _UPDATE_DRILL if part == "drill" else _UPDATE
    if not update(schedule.user_id, schedule.pk, seen_version, at, *after.values()):
        raise StaleGrade
    return _log(schedule, grade, KINDS[part], seen_version + 1, at=at, taken_ms=taken_ms, after=after)


@transaction.atomic
def practice_card(
    schedule: Schedule, *, knew: bool, since: datetime, at: datetime, taken_ms: int | None = None
) -> ReviewLog | None:
    """Log that the card was known or not, in practice; its schedule stays as it is, and answers on their way count.

    None where that was logged after `since` already, where the schedule was withdrawn, or the deck deleted.
    """
    rows = Schedule.objects.filter(user=schedule.user_id, pk=schedule.pk)
    found = rows.select_for_update(no_key=True).first()  # whoever deletes it waits, and then finds the log
    kind, grade = ReviewLog.Kind.PRACTICE, PRACTICE_GRADES[knew]
    if found is None:
        return None
    answered = found.answers().filter(kind=kind, reviewed_at__gt=since)
    if not Deck.objects.filter(~Exists(answered), pk=found.deck_id).exists():
        return None
    found.user = schedule.user
    return _log(found, grade, kind, found.version, at=at, taken_ms=taken_ms, after={})


def _log(
    schedule: Schedule,
    grade: int,
    kind: ReviewLog.Kind,
    version: int,
    *,
    at: datetime,
    taken_ms: int | None,
    after: dict[str, object],
) -> ReviewLog:
    """Store an answer with the schedule before it, and the columns that it changed."""
    log = ReviewLog(
        user=schedule.user,
        schedule=schedule,
        version=version,
        kind=kind,
        grade=grade,
        reviewed_at=at,
        day=schedule.user.study_day(at),
        hour=at.astimezone(schedule.user.zone).hour,
        taken_ms=taken_ms,
        algorithm=f"sm2-{schedule.user.sm2_variant}",
        **{f"{name}_before": getattr(schedule, name) for name in LOGGED},
        **{f"{name}_after": after.get(name, getattr(schedule, name)) for name in LOGGED},
    )
    transaction.on_commit(GRADES.labels(kind.value).inc, robust=True)
    return _INSERT(log)


def _after(schedule: Schedule, grade: int, part: str, today: date) -> dict[str, object]:
    """Return the columns that the answer changes; one in the drill changes nothing but the drill."""
    drill_on = today if sm2.drills(grade) else None
    if part == "drill":
        return {"drill_on": drill_on}
    state = sm2.grade(schedule.state, grade, Sm2Variant(schedule.user.sm2_variant), cap_days=settings.INTERVAL_CAP_DAYS)
    due_on = today + timedelta(days=state.interval_days)
    return {**asdict(state), "due_on": due_on, "queue_on": due_on, "drill_on": drill_on}

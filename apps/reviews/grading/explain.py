"""Why a card is due when it is: its answers so far and those on offer, each with its arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.reviews.grading.arithmetic import explain_easiness, explain_interval, format_days, format_hundredths
from apps.reviews.grading.buttons import LABELS
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler.sm2 import CardState, Sm2Variant


@dataclass(frozen=True)
class Step:
    """One answer, already given or on offer, and what it does to the schedule."""

    grade: int
    label: str
    interval: str
    easiness: str
    log: ReviewLog | None = None


def answers(schedule: Schedule, user: User) -> Iterator[Step]:
    """Yield every answer to the card, the newest first, undone ones included."""
    labels = LABELS[User.Buttons.SIX] | LABELS[User.Buttons(user.buttons)]
    for log in schedule.answers().order_by("-pk"):
        yield _explain_answer(log, str(labels[log.grade]))


def futures(schedule: Schedule, user: User) -> list[Step]:
    """Return what each of the learner's buttons would do to the schedule."""
    labels, variant = LABELS[User.Buttons(user.buttons)], Sm2Variant(user.sm2_variant)
    return [_explain(schedule.state, grade, str(label), variant) for grade, label in labels.items()]


def _explain_answer(log: ReviewLog, label: str) -> Step:
    """Return an answer with its reason; of an imported one only the outcome is known."""
    if log.kind == ReviewLog.Kind.DRILL:
        return Step(log.grade, label, _("In the final drill, which doesn’t change the schedule"), "", log)
    if log.kind == ReviewLog.Kind.PRACTICE:
        return Step(log.grade, label, _("In practice, which doesn’t change the schedule"), "", log)
    if log.kind == ReviewLog.Kind.IMPORT:
        easiness = _("Easiness %(easiness)s") % {"easiness": format_hundredths(log.easiness_after)}
        return Step(log.grade, label, _explain_import(log), easiness, log)
    return _explain(log.state_before, log.grade, label, Sm2Variant(log.algorithm.removeprefix("sm2-")), log)


def _explain_import(log: ReviewLog) -> str:
    if log.due_on_after is None:
        return _("Imported; the card was reset after it")
    days = format_days(log.interval_days_after)
    if log.algorithm == ReviewLog.ONLY_SCHEDULE:
        return _("Imported without its answers: %(days)s") % {"days": days}
    return _("Imported: %(days)s") % {"days": days}


def _explain(before: CardState, grade: int, label: str, variant: Sm2Variant, log: ReviewLog | None = None) -> Step:
    interval = explain_interval(before, grade, variant, cap_days=settings.INTERVAL_CAP_DAYS)
    return Step(grade, label, interval, explain_easiness(before, grade, variant), log)

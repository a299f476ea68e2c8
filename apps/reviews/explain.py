"""Why a card comes back when it does: its answers so far and those on offer, with the arithmetic in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from apps.accounts.models import User
from apps.reviews.buttons import LABELS
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler.arithmetic import days, easiness_in_words, hundredths, interval_in_words
from apps.scheduler.sm2 import CardState, Sm2Variant


@dataclass(frozen=True)
class Step:
    """One answer, given or on offer, and what it does to the schedule, in words."""

    grade: int
    label: str
    interval: str
    easiness: str
    log: ReviewLog | None = None


def answers(schedule: Schedule, user: User) -> Iterator[Step]:
    """Yield every answer to the card, the newest first, those taken back included."""
    labels = LABELS[User.Buttons.SIX] | LABELS[User.Buttons(user.buttons)]
    for log in schedule.answers().order_by("-pk"):
        yield _given(log, labels[log.grade])


def futures(schedule: Schedule, user: User) -> list[Step]:
    """Return what each of the learner's buttons would do to the schedule."""
    labels = LABELS[User.Buttons(user.buttons)]
    return [_step(schedule.state, grade, label, Sm2Variant(user.sm2_variant)) for grade, label in labels.items()]


def _given(log: ReviewLog, label: str) -> Step:
    """Return an answer with its reason; of an imported one only the outcome is known."""
    if log.kind == ReviewLog.Kind.DRILL:
        return Step(log.grade, label, "In the final drill, which changes no date", "", log)
    if log.kind == ReviewLog.Kind.IMPORT:
        what = "Imported without its answers" if log.algorithm == ReviewLog.CARRIED else "Imported"
        easiness = f"Easiness {hundredths(log.easiness_after)}"
        return Step(log.grade, label, f"{what}: {days(log.interval_days_after)}", easiness, log)
    return _step(log.state_before, log.grade, label, Sm2Variant(log.algorithm.removeprefix("sm2-")), log)


def _step(before: CardState, grade: int, label: str, variant: Sm2Variant, log: ReviewLog | None = None) -> Step:
    interval = interval_in_words(before, grade, variant, cap_days=settings.INTERVAL_CAP_DAYS)
    return Step(grade, label, interval, easiness_in_words(before, grade, variant), log)

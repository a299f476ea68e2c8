"""The buttons below an answer: which grades a learner is offered, and what pressing each leads to."""

from dataclasses import dataclass

from django.conf import settings

from apps.accounts.models import User
from apps.reviews.models import Schedule
from apps.scheduler import sm2
from apps.scheduler.arithmetic import days
from apps.scheduler.sm2 import Sm2Variant

AGAIN, GOOD = 1, 4
LABELS = {
    User.Buttons.TWO: {1: "Again", 4: "Good"},
    User.Buttons.FOUR: {1: "Again", 3: "Hard", 4: "Good", 5: "Easy"},
    User.Buttons.SIX: {0: "Blank", 1: "Wrong", 2: "Nearly", 3: "Hard", 4: "Good", 5: "Easy"},
}
TONES = {0: "again", 1: "again", 2: "again", 3: "hard", 4: "good", 5: "easy"}


@dataclass(frozen=True)
class Button:
    """One grade on offer: its words, its key, its colour's name and what it leads to."""

    grade: int
    label: str
    key: str
    tone: str
    leads_to: str
    title: str
    suggested: bool


def buttons(schedule: Schedule, user: User, part: str, suggested: int = GOOD) -> list[Button]:
    """Return the learner's buttons for a card in a part of the queue; the intervals are those a press would save."""
    labels = LABELS[User.Buttons(user.buttons)]
    futures = sm2.futures(schedule.state, Sm2Variant(user.sm2_variant), cap_days=settings.INTERVAL_CAP_DAYS)
    return [
        Button(
            grade,
            label,
            _key(grade, place, len(labels)),
            TONES[grade],
            *_outcome(grade, futures[grade], part, user),
            suggested=grade == suggested,
        )
        for place, (grade, label) in enumerate(labels.items(), start=1)
    ]


def _key(grade: int, place: int, how_many: int) -> str:
    """Six buttons have the grades as keys, fewer are numbered from the left."""
    return str(grade if how_many == User.Buttons.SIX else place)


def _outcome(grade: int, future: sm2.CardState, part: str, user: User) -> tuple[str, str]:
    if part == "drill":
        return ("once more", "Stays in today's drill") if sm2.drills(grade) else ("done", "Leaves today's drill")
    after_that = sm2.grade(future, GOOD, Sm2Variant(user.sm2_variant), cap_days=settings.INTERVAL_CAP_DAYS)
    drill = ", and once more in today's drill" if sm2.drills(grade) else ""
    return days(future.interval_days), f"{days(future.interval_days)}, then {after_that.interval_days:,}{drill}"

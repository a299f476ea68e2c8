"""The buttons below an answer: which grades a learner is offered, and what pressing each leads to."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.accounts.models import User
from apps.reviews.arithmetic import format_days
from apps.reviews.models import Schedule
from apps.scheduler import sm2
from apps.scheduler.sm2 import Sm2Variant
from apps.web import localized

AGAIN, GOOD = 1, 4
_AGAIN = pgettext_lazy("grade", "Again")
_HARD = pgettext_lazy("grade", "Hard")
_GOOD = pgettext_lazy("grade", "Good")
_EASY = pgettext_lazy("grade", "Easy")
LABELS: dict[int, dict[int, Promise]] = {
    User.Buttons.TWO: {1: _AGAIN, 4: _GOOD},
    User.Buttons.FOUR: {1: _AGAIN, 3: _HARD, 4: _GOOD, 5: _EASY},
    User.Buttons.SIX: {
        0: pgettext_lazy("grade", "Blank"),
        1: pgettext_lazy("grade", "Wrong"),
        2: pgettext_lazy("grade", "Nearly"),
        3: _HARD,
        4: _GOOD,
        5: _EASY,
    },
}
TONES = {0: "again", 1: "again", 2: "again", 3: "hard", 4: "good", 5: "easy"}


@dataclass(frozen=True)
class Button:
    """One grade on offer: its label, its key, the name of its color and what it leads to."""

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
            str(label),
            _key(grade, position, len(labels)),
            TONES[grade],
            *(_drill_outcome(grade) if part == "drill" else _outcome(grade, futures[grade], user)),
            suggested=grade == suggested,
        )
        for position, (grade, label) in enumerate(labels.items(), start=1)
    ]


def _key(grade: int, position: int, count: int) -> str:
    """Six buttons have the grades as keys, fewer are numbered from the left."""
    return str(grade if count == User.Buttons.SIX else position)


def _drill_outcome(grade: int) -> tuple[str, str]:
    if sm2.drills(grade):
        return pgettext("what a button does", "once more"), _("Stays in today’s drill")
    return pgettext("what a button does", "done"), _("Leaves today’s drill")


def _outcome(grade: int, future: sm2.CardState, user: User) -> tuple[str, str]:
    """Return the interval that a press gives, and that with the one of a good answer after it."""
    after_that = sm2.grade(future, GOOD, Sm2Variant(user.sm2_variant), cap_days=settings.INTERVAL_CAP_DAYS)
    days = format_days(future.interval_days)
    values = {"days": days, "next": localized.number(after_that.interval_days)}
    if sm2.drills(grade):
        return days, _("%(days)s, then %(next)s, and once more in today’s drill") % values
    return days, _("%(days)s, then %(next)s") % values

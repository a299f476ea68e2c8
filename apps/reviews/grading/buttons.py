"""The buttons below an answer: which grades a learner is offered, and what pressing each leads to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.accounts.models import User
from apps.reviews.grading.arithmetic import YEAR_DAYS, format_days, format_interval
from apps.reviews.models import Schedule
from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant
from apps.web import localized

AGAIN, GOOD = 1, 4
NO_BREAK = "\u00a0"  # a number stays with its unit
ANSWERS_AHEAD = 3  # so many answers after the press are compared, all of them Good
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


type Caption = tuple[str, Sequence[str], str]  # the first line of a button, those after it, and its title: all in full


@dataclass(frozen=True)
class Button:
    """One grade on offer: its label, its key, the name of its color and what it leads to, in lines and in full."""

    grade: int
    label: str
    key: str
    tone: str
    leads_to: str
    then: Sequence[str]
    title: str
    suggested: bool


def buttons(schedule: Schedule, user: User, part: str, suggested: int = GOOD) -> list[Button]:
    """Return the learner's buttons for a card in a part of the queue; the intervals are those a press would save."""
    labels, variant = LABELS[User.Buttons(user.buttons)], Sm2Variant(user.sm2_variant)
    captions = _drill_captions(labels) if part == "drill" else _captions(schedule.state, labels, variant)
    return [
        Button(
            grade,
            str(label),
            _key(grade, position, len(labels)),
            TONES[grade],
            *captions[grade],
            suggested=grade == suggested,
        )
        for position, (grade, label) in enumerate(labels.items(), start=1)
    ]


def answers_to_tell_apart(futures: Sequence[Sequence[str]]) -> list[int]:
    """Return for each future, in order, how many of its entries tell it from its neighbors: two at least.

    Each is a button's first line and what comes after it. Equal ones count as one: nothing tells them apart.
    """
    distinct = list(dict.fromkeys(map(tuple, futures)))
    pairs = [_first_difference(a, b) for a, b in pairwise(distinct)]
    enough = dict(zip(distinct, map(max, [2, *pairs], [*pairs, 2]), strict=True))
    return [enough[tuple(each)] for each in futures]


def _first_difference(future: Sequence[str], other: Sequence[str]) -> int:
    """Return how many entries it takes until two futures differ: two at least, since a button has two lines."""
    return max(2, next(i for i, (a, b) in enumerate(zip(future, other, strict=False), start=1) if a != b))


def _key(grade: int, position: int, count: int) -> str:
    """Six buttons have the grades as keys, fewer are numbered from the left."""
    return str(grade if count == User.Buttons.SIX else position)


def _drill_captions(grades: Iterable[int]) -> dict[int, Caption]:
    stays = pgettext("what a button does", "once more"), (), _("Stays in today’s drill")
    leaves = pgettext("what a button does", "done"), (), _("Leaves today’s drill")
    return {grade: stays if sm2.drills(grade) else leaves for grade in grades}


def _captions(state: CardState, grades: Iterable[int], variant: Sm2Variant) -> dict[int, Caption]:
    """Return when the card comes next after each grade, and after that as far as it tells the buttons apart."""
    futures = {grade: _intervals(state, grade, variant) for grade in grades}
    lines = [_lines(grade, days) for grade, days in futures.items()]
    enough = answers_to_tell_apart(lines)
    return {
        grade: (line[0], _then(grade, line[1:count], days), _title(grade, days[:count]))
        for (grade, days), line, count in zip(futures.items(), lines, enough, strict=True)
    }


def _intervals(state: CardState, grade: int, variant: Sm2Variant) -> list[int]:
    """Return the interval that the grade gives, and those that good answers give after it."""
    days = []
    for each in [grade] + [GOOD] * ANSWERS_AHEAD:
        state = sm2.grade(state, each, variant, cap_days=settings.INTERVAL_CAP_DAYS)
        days.append(state.interval_days)
    return days


def _lines(grade: int, days: list[int]) -> list[str]:
    """Return the first line of a button and the intervals after it, those in days without their unit."""
    if sm2.drills(grade):
        return [pgettext("what a button does", "today again"), *map(_short, days)]
    return [format_interval(days[0]), *map(_short, days[1:])]


def _short(days: int) -> str:
    return localized.number(days) if days < YEAR_DAYS else format_interval(days)


def _then(grade: int, shown: list[str], days: list[int]) -> list[str]:
    """Return the lines after the first one; below “today again”, which names no unit, they have their own."""
    intervals = [format_interval(each) for each in days[: len(shown)]] if sm2.drills(grade) else shown
    then = pgettext("what a button does after its first interval", "then %(interval)s")
    return [then % {"interval": interval.replace(" ", NO_BREAK)} for interval in intervals]


def _title(grade: int, days: list[int]) -> str:
    """Return all of it in days, and whether the card is in today's drill."""
    following = localized.enumeration(map(localized.number, days[1:]))
    values = {"days": format_days(days[0]), "next": following}
    if sm2.drills(grade):
        return _("Once more today; next in %(days)s. If you keep answering Good, then in days: %(next)s") % values
    return _("Next in %(days)s. If you keep answering Good, then in days: %(next)s") % values

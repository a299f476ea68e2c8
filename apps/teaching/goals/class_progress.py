"""How far the learners of a course are with its goals, as the worker counted it: a fixed number of statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.courses.models import Course, Enrolment, EnrolmentQuerySet
from apps.stats import wording
from apps.stats.marks import Columns, Series
from apps.teaching.goals.progress import needed, per_cent
from apps.teaching.goals.wording import done_sentence
from apps.teaching.models import Goal, GoalExtension, GoalProgress
from apps.web import localized
from apps.web.statements import across_users

PER_PAGE = 50
MAX_COLUMNS = 15
CHART_HEIGHT = 140


@dataclass(frozen=True)
class ClassProgress:
    """A goal, how many learners the course has, and how many of them have done how much of how much."""

    goal: Goal
    learners: int
    counts: Counter[tuple[int, int]]  # of those who were counted: who joined since is not among them

    @property
    def begun(self) -> int:
        """How many have begun."""
        return sum(number for (done, _total), number in self.counts.items() if done)

    @property
    def reached(self) -> int:
        """How many have reached it."""
        return sum(number for (done, total), number in self.counts.items() if done >= needed(self.goal, total) > 0)


@dataclass(frozen=True)
class LearnerProgress:
    """What one learner has done of a goal, and until when they have time, if that is longer than the others."""

    enrolment: Enrolment
    goal: Goal
    is_counted: bool
    done: int
    needed: int
    extended_to: date | None

    @property
    def is_reached(self) -> bool:
        """Whether nothing is left to do."""
        return self.done >= self.needed > 0

    @property
    def sentence(self) -> str:
        """What they have done: “3 of 6 days”."""
        return done_sentence(self.goal, self.done, self.needed)


def learners_of(course: Course | int) -> EnrolmentQuerySet:
    """Return the memberships of those for whom the goals of a course are, by the name that is shown."""
    found: EnrolmentQuerySet = Enrolment.objects.learners().present().filter(course=course)
    return found.by_shown_name()


@across_users("the progress of a class")
def class_progress(goals: Sequence[Goal]) -> list[ClassProgress]:
    """Return how far the class is with these goals of one course; two statements."""
    if not goals:
        return []
    learners = learners_of(goals[0].course_id)
    counts: dict[int, Counter[tuple[int, int]]] = {goal.pk: Counter() for goal in goals}
    found = GoalProgress.objects.filter(goal__in=counts, user__in=learners.values("user")).order_by()
    for goal, done, total, number in found.values_list("goal", "done", "total").annotate(number=Count("pk")):
        counts[goal][done, total] = number
    size = learners.count()
    return [ClassProgress(goal, size, counts[goal.pk]) for goal in goals]


@across_users("the progress of each learner of a class")
def learner_page(goal: Goal, number: str | None) -> Page[LearnerProgress]:
    """Return a page of the learners by the name that is shown: of who may not be named, by pseudonym alone."""
    progress = GoalProgress.objects.filter(user=OuterRef("user"), goal=goal)
    extension = GoalExtension.objects.filter(user=OuterRef("user"), goal=goal)
    rows = (
        learners_of(goal.course_id)
        .select_related("user", "group")
        .annotate(
            done=Subquery(progress.values("done")),
            total=Subquery(progress.values("total")),
            extended_to=Subquery(extension.values("last_on")),
        )
    )
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = [
        LearnerProgress(row, goal, row.done is not None, row.done or 0, needed(goal, row.total or 0), row.extended_to)
        for row in page
    ]
    return page


def histogram(found: ClassProgress) -> Columns:
    """Draw how many learners have done how much: by days where those are few, else by tenths of the goal.

    The first bar has those who have not begun; all bars together have every learner.
    """
    by_days = found.goal.kind == Goal.Kind.DAYS and found.goal.days < MAX_COLUMNS
    numbers = Counter({0: found.learners - found.begun})
    for (done, total), number in found.counts.items():
        if done:
            numbers[min(done, found.goal.days) if by_days else _tenth(found.goal, done, total)] += number
    places = range(found.goal.days + 1) if by_days else (0, 1, *range(10, 101, 10))
    names = [localized.number(place) if by_days else wording.whole_percent(place) for place in places]
    each = (f"{name}: {localized.number(numbers[place])}" for name, place in zip(names, places, strict=True))
    return Columns(
        title=_("How far the class is"),
        caption=_("Learners by days") if by_days else _("Learners by what they have done of the goal, from so much on"),
        sentence=localized.enumeration(each),
        head=_("Days") if by_days else _("Done"),
        places=names,
        ticks=[(at, name) for at, name in enumerate(names) if by_days or at < 2 or at % 2],  # a phone has no more room
        series=[Series(_("Learners"), "one", [numbers[place] for place in places])],
        height=CHART_HEIGHT,
    )


def _tenth(goal: Goal, done: int, total: int) -> int:
    """Return the tenth of the goal that somebody has reached who has begun, in per cent; 1 below the first."""
    return per_cent(done, needed(goal, total)) // 10 * 10 or 1

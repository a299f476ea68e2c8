"""The goals of a course for a grade book: a row for each learner, two columns for each goal."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from apps.courses.models import Course, Enrolment
from apps.stats.downloads import Cell, Table
from apps.teaching.goals.class_progress import learners_of
from apps.teaching.goals.progress import needed, per_cent
from apps.teaching.goals.wording import goal_sentence, goal_subject
from apps.teaching.models import Goal, GoalProgress
from apps.web.statements import across_users

type Done = Mapping[tuple[int, int], tuple[int, int]]  # what was done, of what total, by the learner and the goal


@across_users("the grades of a class")
def grades(course: Course) -> Table:
    """Return what each learner has done of each goal, and that in per cent of what it asks for; three statements.

    The e-mail address is that of learners whose name those who run the course see, and empty for the others.
    """
    goals = list(course.goals.select_related("lesson").order_by("last_on", "pk"))
    learners = learners_of(course)
    found = GoalProgress.objects.filter(goal__in=goals, user__in=learners.values("user")).order_by()
    done = {(user, goal): (number, total) for user, goal, number, total in found.values_list(*_COLUMNS)}
    rows = [_row(each, goals, done) for each in learners.select_related("user", "group")]
    return Table(_head(goals), rows)


_COLUMNS = ("user", "goal", "done", "total")


def _head(goals: Iterable[Goal]) -> list[str]:
    names = (f"{goal_subject(goal)}: {goal_sentence(goal)} ({goal.last_on.isoformat()})" for goal in goals)
    return [_("Learner"), _("E-mail address"), _("Group"), *(part for name in names for part in (name, f"{name}, %"))]


def _row(learner: Enrolment, goals: Iterable[Goal], done: Done) -> list[Cell]:
    email = learner.user.email if learner.is_named else ""
    return [learner.name_for_staff, email, str(learner.group or ""), *_cells(learner, goals, done)]


def _cells(learner: Enrolment, goals: Iterable[Goal], done: Done) -> Iterator[Cell]:
    """Yield two cells for each goal, empty ones until it was counted for the learner: nobody knows yet that it is 0."""
    for goal in goals:
        counted = done.get((learner.user_id, goal.pk))
        if counted is None:
            yield from ("", "")
        else:
            number, total = counted
            yield from (number, per_cent(number, needed(goal, total)))

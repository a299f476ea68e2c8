"""Counts goals beside the web process: a goal when somebody presses the button, and all every hour between two jobs."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job, piecework
from apps.jobs.services.lifecycle import submit
from apps.teaching.goals.class_progress import learners_of
from apps.teaching.goals.services.count import BATCH_SIZE, count_goal, count_goals
from apps.teaching.goals.wording import goal_subject
from apps.teaching.models import Goal

JOB = "goal"


def submit_count(person: User, goal: Goal, *, at: datetime) -> Job:
    """Let the class be counted with the goal. Raises TooManyJobs."""
    link = reverse("teaching:goal", args=[goal.course.slug, goal.pk])
    title = _("Count the goal of %(subject)s") % {"subject": goal_subject(goal)}
    return submit(person, JOB, title=title, at=at, arguments={"goal": goal.pk}, link=link)


@job(JOB)
def count_class(progress: Progress, *, goal: int) -> None:
    """Count how far the class is with a goal."""
    found = Goal.objects.filter(pk=goal).first()
    if found is None:
        raise JobFailed(_("This goal no longer exists."))
    total = learners_of(found.course_id).count()
    for batch, _step in enumerate(count_goal(goal, timezone.now()), 1):
        progress.report(min(batch * BATCH_SIZE, total), total)
    with progress.finishing() as outcome:
        outcome.message = _("The numbers are up to date.")


piecework(count_goals)

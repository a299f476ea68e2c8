"""Counts the answers of a course beside the web process: when somebody presses the button, and once a day."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.courses.models import Course
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job, piecework
from apps.jobs.services.lifecycle import submit
from apps.teaching.insight.services.compute import begin, steps
from apps.teaching.insight.services.refresh import refresh_stale

JOB = "insight"


def submit_count(person: User, course: Course, *, at: datetime) -> Job:
    """Let the answers of the course be counted. Raises TooManyJobs."""
    link = reverse("teaching:insight", args=[course.slug])
    title = _("Count the answers of %(course)s") % {"course": course}
    return submit(person, JOB, title=title, at=at, arguments={"course": course.pk}, link=link)


@job(JOB)
def count_answers(progress: Progress, *, course: int) -> None:
    """Count the answers of a course."""
    found = Course.objects.filter(pk=course).first()
    if found is None:
        raise JobFailed(_("This course no longer exists."))
    total = found.lessons.count() + 1
    for done, _step in enumerate(steps(begin(found, timezone.now())), 1):
        progress.report(min(done, total), total)
    with progress.finishing() as outcome:
        outcome.message = _("The numbers are up to date.")


piecework(refresh_stale)

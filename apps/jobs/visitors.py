"""Jobs of people without an account: nobody owns them, the session of who started one remembers it."""

from typing import Any

from apps.jobs.models import MAX_OPEN_PER_VISITOR, Job, JobQuerySet
from apps.jobs.services import lifecycle
from apps.web.http import VisitorRequest

KEY = "jobs"  # in the session
REMEMBERED = 20
TOO_MANY = f"{MAX_OPEN_PER_VISITOR} of your jobs are not done yet. Wait until one is, or cancel it."


def jobs_of(request: VisitorRequest) -> JobQuerySet:
    """Return the jobs that whoever asks has started."""
    return Job.objects.of(request.user, remembered(request))


def remembered(request: VisitorRequest) -> list[str]:
    """Return the keys of the jobs that were started in this session without an account."""
    return list(request.session.get(KEY, [])) if request.COOKIES else []


def submit(request: VisitorRequest, kind: str, **fields: Any) -> Job:
    """Keep a job of whoever asks, as `services.submit` does; raises TooManyJobs."""
    if request.user.is_authenticated:
        return lifecycle.submit(request.user, kind, **fields)
    if jobs_of(request).open().count() >= MAX_OPEN_PER_VISITOR:
        raise lifecycle.TooManyJobs(TOO_MANY)
    job = lifecycle.submit(None, kind, **fields)
    request.session[KEY] = [*remembered(request), str(job.pk)][-REMEMBERED:]
    return job

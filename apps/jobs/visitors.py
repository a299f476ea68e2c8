"""Jobs of people without an account: they have no owner, and the session that started them lists them."""

from apps.jobs.models import Job, JobQuerySet
from apps.web.http import VisitorRequest

SESSION_KEY = "jobs"
MAX_IN_SESSION = 20


def jobs_of(request: VisitorRequest) -> JobQuerySet:
    """Return the jobs of the person who sent the request."""
    return Job.objects.visible_to(request.user, in_session(request))


def in_session(request: VisitorRequest) -> list[str]:
    """Return the keys of the jobs that were started in this session without an account."""
    return list(request.session.get(SESSION_KEY, [])) if request.COOKIES else []


def add_to_session(request: VisitorRequest, job: Job) -> None:
    """Let the session list a job; it lists the newest ones."""
    request.session[SESSION_KEY] = [*in_session(request), str(job.pk)][-MAX_IN_SESSION:]

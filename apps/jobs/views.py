"""A person's jobs: the list, one with its progress, its result, and the button that cancels it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from apps.jobs import files, visitors
from apps.jobs.awaited import note_watched
from apps.jobs.checks import log_missing_worker
from apps.jobs.models import LEAD_ON, Job
from apps.jobs.queue import count_before
from apps.jobs.services import lifecycle
from apps.web.http import LearnerRequest, VisitorRequest
from apps.web.storage import MissingFile

MAX_LISTED = 50

View = Callable[..., HttpResponseBase]


@require_safe
@never_cache
@login_required
def list_(request: LearnerRequest) -> HttpResponse:
    """List the person's latest jobs."""
    return render(request, "jobs/list.html", {"jobs": visitors.jobs_of(request).newest_first()[:MAX_LISTED]})


def pass_own_job(view: View) -> View:
    """Pass the person's job to the view; 404 for anyone else's, and a visitor, who may be its owner, has to log in."""

    @wraps(view)
    def wrapper(request: VisitorRequest, pk: UUID) -> HttpResponseBase:
        job = visitors.jobs_of(request).filter(pk=pk).first()
        if job:
            return view(request, job)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    return wrapper


@require_safe
@never_cache
@pass_own_job
def detail(request: VisitorRequest, job: Job) -> HttpResponse:
    """Show the progress of a job; until it has ended, the fragment requests itself again.

    Who waits for it is led on then, if the URL says so.
    """
    note_watched(request, job)
    if LEAD_ON in request.GET and job.leads_to:
        return HttpResponseClientRedirect(job.leads_to) if request.htmx else redirect(job.leads_to)
    now = timezone.now()
    is_unanswered = job.is_unanswered(now)
    if is_unanswered:
        log_missing_worker()
    context = {
        "job": job,
        "has_result": job.has_result(now),
        "is_unanswered": is_unanswered,
        "before": 0 if is_unanswered or job.state != Job.State.WAITING else count_before(job, now),
    }
    return render(request, "jobs/job.html#job" if request.htmx else "jobs/job.html", context)


@require_POST
@pass_own_job
def cancel(request: VisitorRequest, job: Job) -> HttpResponse:
    """Cancel a job, and show its state."""
    if not lifecycle.cancel(job, at=timezone.now()):
        messages.info(request, _("This job is almost done and can no longer be canceled."))
    return redirect("jobs:job", job.pk)


@require_safe
@never_cache
@pass_own_job
def result(request: VisitorRequest, job: Job) -> HttpResponseBase:
    """Download the file that a job has made, for a day."""
    try:
        if not job.has_result(timezone.now()):
            raise MissingFile(files.result_name(job))
        return FileResponse(files.open_result(job), as_attachment=True, filename=job.result)
    except MissingFile:
        return render(request, "jobs/missing_result.html", {"job": job}, status=404)

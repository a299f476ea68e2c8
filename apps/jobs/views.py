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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.jobs import files, visitors
from apps.jobs.models import Job
from apps.jobs.services import lifecycle
from apps.web.http import LearnerRequest, VisitorRequest

SHOWN = 50
TOO_LATE = "It is just being finished, and cannot be cancelled any more."


@require_safe
@never_cache
@login_required
def list_(request: LearnerRequest) -> HttpResponse:
    """Show what the person started lately."""
    return render(request, "jobs/list.html", {"jobs": visitors.jobs_of(request).newest_first()[:SHOWN]})


def of_whoever_started_it(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the job; nobody else's is found. Who is not logged in may be its owner: they are asked to."""

    @wraps(view)
    def found_first(request: VisitorRequest, pk: UUID) -> HttpResponseBase:
        found = visitors.jobs_of(request).filter(pk=pk).first()
        if found:
            return view(request, found)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    return found_first


@require_safe
@never_cache
@of_whoever_started_it
def job(request: VisitorRequest, found: Job) -> HttpResponse:
    """Show how far a job is; as long as it is not over, the fragment asks for itself again."""
    template = "jobs/job.html#job" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": found, "has_result": found.keeps_result(timezone.now())})


@require_POST
@of_whoever_started_it
def cancel(request: VisitorRequest, found: Job) -> HttpResponse:
    """Cancel a job, and show what became of it."""
    if not lifecycle.cancel(found, at=timezone.now()):
        messages.info(request, TOO_LATE)
    return redirect("jobs:job", found.pk)


@require_safe
@never_cache
@of_whoever_started_it
def result(request: VisitorRequest, found: Job) -> HttpResponseBase:
    """Give the file that a job has made, for a day."""
    if not found.keeps_result(timezone.now()):
        raise Http404
    try:
        file = files.result_of(found).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, as_attachment=True, filename=found.result)

"""A person's jobs: the list, one with its progress, its result, and the button that cancels it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.http import LearnerRequest
from apps.jobs import files, services

SHOWN = 50
TOO_LATE = "It is just being finished, and cannot be cancelled any more."


@require_safe
@never_cache
@login_required
def list_(request: LearnerRequest) -> HttpResponse:
    """Show what the person started lately."""
    return render(request, "jobs/list.html", {"jobs": request.user.jobs.newest_first()[:SHOWN]})


@require_safe
@never_cache
@login_required
def job(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show how far a job is; as long as it is not over, the fragment asks for itself again."""
    found = get_object_or_404(request.user.jobs, pk=pk)
    template = "jobs/job.html#job" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": found, "has_result": found.keeps_result(timezone.now())})


@require_POST
@login_required
def cancel(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Cancel a job, and show what became of it."""
    found = get_object_or_404(request.user.jobs, pk=pk)
    if not services.cancel(found, at=timezone.now()):
        messages.info(request, TOO_LATE)
    return redirect("jobs:job", pk)


@require_safe
@never_cache
@login_required
def result(request: LearnerRequest, pk: UUID) -> HttpResponseBase:
    """Give the file that a job has made, for a day."""
    found = get_object_or_404(request.user.jobs, pk=pk)
    if not found.keeps_result(timezone.now()):
        raise Http404
    try:
        file = files.result_of(found).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, as_attachment=True, filename=found.result)

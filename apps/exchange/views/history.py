"""A learner's own history: downloaded immediately, or made in a job if that takes long."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.exchange import history
from apps.formats.progress import no_progress
from apps.jobs.services import lifecycle
from apps.web.http import LearnerRequest
from apps.web.requests.rate_limits import count_or_refuse

CONTENT_TYPES = {history.LINES: "application/jsonl", history.FSRS: "text/csv; charset=utf-8"}
BATCH_SIZE = 500  # lines


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def download(request: LearnerRequest, name: str) -> HttpResponseBase:
    """Download the person's whole history as the file of that name; a POST makes it in a job."""
    if request.method == "POST":
        return _submit(request, name)
    if history.is_large(request.user):
        return render(request, "exchange/large_history.html", {"name": name})
    return count_or_refuse(request, "export") or _response(name, history.FILES[name](request.user, no_progress))


def _submit(request: LearnerRequest, name: str) -> HttpResponse:
    title, preferences = _("Export your history as %(name)s") % {"name": name}, reverse("accounts:preferences")
    try:
        job = lifecycle.submit(
            request.user, "export_history", title=title, at=timezone.now(), arguments={"name": name}, link=preferences
        )
    except lifecycle.TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect(preferences)
    return redirect("jobs:job", job.pk)


def _response(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(_chunks(lines), content_type=CONTENT_TYPES[name], headers=headers)


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    return ("".join(some).encode() for some in batched(lines, BATCH_SIZE))

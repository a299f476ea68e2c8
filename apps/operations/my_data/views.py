"""Everything that is mine, in one file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.jobs.services import lifecycle
from apps.web.http import LearnerRequest
from apps.web.requests.rate_limits import count_or_refuse


@require_POST
@login_required
def collect(request: LearnerRequest) -> HttpResponse:
    """Collect all that is the person's in a job."""
    if refusal := count_or_refuse(request, "my_data"):
        return refusal
    title, preferences = _("Everything that is yours"), reverse("accounts:preferences")
    try:
        job = lifecycle.submit(request.user, "my_data", title=title, at=timezone.now(), link=preferences)
    except lifecycle.TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect(preferences)
    return redirect("jobs:job", job.pk)

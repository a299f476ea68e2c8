"""Paper for a class: who wants it, a print of it, and whose grades are left to enter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.jobs.services.lifecycle import TooManyJobs
from apps.printing.request.options import SHEET_PAPERS
from apps.teaching.access import staff_access
from apps.teaching.names import names_of
from apps.teaching.paper.jobs import submit_class
from apps.teaching.paper.queries import learners_on_paper, sessions_of_class
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, absolute_url
from apps.web.requests.rate_limits import count_or_refuse


@login_required
@require_safe
@never_cache
def paper(request: LearnerRequest, course: str) -> HttpResponse:
    """Show who reviews on paper, and what was printed for them."""
    access = staff_access(request, course)
    page = sessions_of_class(access.course, request.GET.get("page"))
    names = names_of(access.course, {each.session.user_id for each in page})
    context = {
        "learners": learners_on_paper(access.course),
        "page": page,
        "sessions": [(each, names[each.session.user_id]) for each in page],
    }
    return teaching_page(request, access, "people", "teaching/paper/paper.html", context)


@login_required
@require_POST
def print_class(request: LearnerRequest, course: str) -> HttpResponse:
    """Print today's cards of each learner who wants paper, in the background."""
    access = staff_access(request, course)
    if refused := count_or_refuse(request, "print_job"):
        return refused
    url = absolute_url(reverse("paper_sessions:list"))
    try:
        job = submit_class(request.user, access.course, request.POST.get("paper", SHEET_PAPERS[0]), url, timezone.now())
    except TooManyJobs as error:
        messages.error(request, str(error))
        return redirect("teaching:paper", course)
    return redirect("jobs:job", job.pk)

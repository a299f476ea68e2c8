"""The goals of a course, and how far its class is with each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.jobs.models import page_that_leads_on
from apps.jobs.services.lifecycle import TooManyJobs
from apps.teaching.access import staff_access
from apps.teaching.goals.class_progress import PER_PAGE, class_progress, histogram, learner_page
from apps.teaching.goals.jobs import submit_count
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_safe
@never_cache
def goals(request: LearnerRequest, course: str) -> HttpResponse:
    """List the goals of the course, the latest first, with how many have reached them."""
    access = staff_access(request, course)
    found = access.course.goals.select_related("lesson", "course").order_by("-last_on", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = request.user.study_day(timezone.now())
    context = {"page": page, "goals": class_progress(list(page.object_list)), "today": today}
    return teaching_page(request, access, "goals", "teaching/goals/goals.html", context)


@login_required
@require_safe
@never_cache
def goal(request: LearnerRequest, course: str, goal: int) -> HttpResponse:
    """Show how far the class is with a goal: its histogram, and each learner."""
    access = staff_access(request, course)
    found = get_object_or_404(access.course.goals.select_related("lesson", "course"), pk=goal)
    (progress,) = class_progress([found])
    page = learner_page(found, request.GET.get("page"))
    context = {"goal": found, "progress": progress, "chart": histogram(progress), "page": page}
    return teaching_page(request, access, "goals", "teaching/goals/goal.html", context)


@login_required
@require_POST
def count(request: LearnerRequest, course: str, goal: int) -> HttpResponse:
    """Let the class be counted again with a goal."""
    access = staff_access(request, course)
    found = get_object_or_404(access.course.goals.select_related("lesson", "course"), pk=goal)
    try:
        job = submit_count(request.user, found, at=timezone.now())
    except TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect("teaching:goal", access.course.slug, found.pk)
    return redirect(page_that_leads_on(job.pk))

"""Whether a learner reviews a course on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.courses.models import Enrolment
from apps.paper_sessions.services.preference import choose_paper, choose_screen
from apps.web.http import LearnerRequest


@require_POST
@login_required
def choose(request: LearnerRequest, slug: str) -> HttpResponse:
    """Save what a learner of the course chose, and go back to its page."""
    mine = Enrolment.objects.learners().filter(user=request.user, course__deleted_at=None).select_related("course")
    course = get_object_or_404(mine, course__slug=slug).course
    if request.POST.get("on") == "paper":
        choose_paper(request.user, course)
        messages.success(request, _("Your cards of this course are printed with those of the class from now on."))
    else:
        choose_screen(request.user, course)
        messages.success(request, _("Your cards of this course are no longer printed with those of the class."))
    return redirect("lessons:course", slug)

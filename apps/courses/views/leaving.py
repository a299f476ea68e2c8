"""Leaving a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.courses.services.membership import MembershipRefused, end_membership
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: LearnerRequest, slug: str) -> HttpResponse:
    """Ask whether the person really wants to leave, and let them."""
    members = request.user.enrolments.select_related("course").filter(course__deleted_at=None)
    enrolment = get_object_or_404(members, course__slug=slug)
    if request.method == "POST":
        try:
            end_membership(enrolment, at=timezone.now())
        except MembershipRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("courses:leave", slug)
        messages.success(request, _("You left “%(course)s”.") % {"course": enrolment.course})
        return redirect("courses:list")
    return render(request, "courses/leave.html", {"enrolment": enrolment, "course": enrolment.course})

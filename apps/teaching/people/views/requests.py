"""People who ask to join: let in or declined."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.courses import emails
from apps.courses.models import Course, JoinRequest
from apps.courses.services import requests
from apps.teaching.access import editor_access
from apps.teaching.people.archived import refuse_archived
from apps.teaching.people.place import to_roster
from apps.web.http import LearnerRequest, absolute_url


@login_required
@require_POST
def let_in(request: LearnerRequest, course: str, join_request: int) -> HttpResponse:
    """Make the person a learner, also one who was declined, and write to them."""
    access = editor_access(request, course)
    if refusal := refuse_archived(request, access.course):
        return refusal
    found = _request(access.course, join_request)
    if requests.let_in(found, at=timezone.now()):
        _write(request, found)
        messages.success(request, _("%(person)s is in the course now.") % {"person": found.user})
    return to_roster(request, access.course)


@login_required
@require_POST
def decline(request: LearnerRequest, course: str, join_request: int) -> HttpResponse:
    """Decline; the person reads so where they asked."""
    access = editor_access(request, course)
    found = _request(access.course, join_request)
    requests.decline(found, at=timezone.now())
    messages.success(request, _("The request of %(person)s was declined.") % {"person": found.user})
    return to_roster(request, access.course)


def _write(request: LearnerRequest, join_request: JoinRequest) -> None:
    """Tell the person by e-mail; without it they find the course in their list all the same."""
    course = join_request.course
    context = {"course": course, "url": absolute_url(reverse("lessons:course", args=[course.slug]))}
    try:
        emails.send("let_in", join_request.user.email, context)
    except OSError:  # SMTPException is one
        messages.info(
            request, _("The mail server did not take the e-mail to %(person)s.") % {"person": join_request.user}
        )


def _request(course: Course, join_request: int) -> JoinRequest:
    return get_object_or_404(course.join_requests.select_related("user", "course", "group"), pk=join_request)

"""A private course that others can ask to join: its title, and the question."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.services.preferences import introduce
from apps.courses.models import Course, CourseQuerySet
from apps.courses.models.joining import MAX_MESSAGE_LENGTH
from apps.courses.services.requests import ask_to_join
from apps.courses.views.joining import sent_name
from apps.web.http import LearnerRequest, VisitorRequest, sent_text


def closed_course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show that there is a course that one can ask to join, and nothing else of it; raise Http404 for all others."""
    course = get_object_or_404(_askable(), slug=slug)
    asked = request.user.is_authenticated and course.join_requests.filter(user=request.user).first()
    return render(request, "courses/joining/ask.html", {"course": course, "asked": asked, "tells_name": True})


@login_required
@require_POST
@never_cache
def ask(request: LearnerRequest, slug: str) -> HttpResponse:
    """Send a request to those who run the course."""
    course = get_object_or_404(_askable(), slug=slug)
    if not course.enrolments.filter(user=request.user).exists():
        introduce(request.user, sent_name(request))
        message = sent_text(request, "message").strip()[:MAX_MESSAGE_LENGTH]
        shows_name = course.shows_names and request.POST.get("names") == "shown"
        ask_to_join(course, request.user, at=timezone.now(), message=message, shows_name=shows_name)
    return redirect("lessons:course", slug)


def _askable() -> CourseQuerySet:
    private = Course.Visibility.PRIVATE
    return Course.objects.filter(visibility=private, takes_requests=True, archived_at=None)

"""The list of courses, and one course with its decks."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.accounts.http import VisitorRequest
from apps.courses.models import Course


@require_safe
def course_list(request: VisitorRequest) -> HttpResponse:
    """List the courses that the person may find."""
    return render(request, "courses/list.html", {"courses": Course.objects.listed_for(request.user)})


@require_safe
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course and its decks."""
    found = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    return render(request, "courses/course.html", {"course": found, "decks": found.decks.all()})

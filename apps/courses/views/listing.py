"""The list of courses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.courses.models import Course
from apps.web.http import VisitorRequest


@require_safe
def course_list(request: VisitorRequest) -> HttpResponse:
    """List public courses, and those of the person."""
    return render(request, "courses/list.html", {"courses": Course.objects.listed_for(request.user)})

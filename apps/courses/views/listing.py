"""The list of courses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.courses.models import Course
from apps.courses.who_teaches import may_make_courses
from apps.web.http import VisitorRequest


@require_safe
def course_list(request: VisitorRequest) -> HttpResponse:
    """List public courses, and those of the person."""
    context = {"courses": Course.objects.listed_for(request.user), "may_make": may_make_courses(request.user)}
    return render(request, "courses/list.html", context)

"""The courses that a person helps to run."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.courses.models import Course
from apps.courses.who_teaches import may_make_courses
from apps.teaching.reports.queue import open_numbers
from apps.web.http import LearnerRequest


@login_required
@require_safe
@never_cache
def courses(request: LearnerRequest) -> HttpResponse:
    """List the courses that the person teaches or assists in, archived ones last."""
    numbers = open_numbers(request.user)
    staffed = sorted(Course.objects.staffed_by(request.user), key=lambda course: course.archived_at is not None)
    courses = [(course, numbers.get(course.slug, 0)) for course in staffed]
    context = {"courses": courses, "may_make": may_make_courses(request.user)}
    return render(request, "teaching/courses.html", context)

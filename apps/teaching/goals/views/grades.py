"""The goals of a course as a file for a grade book."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.stats.downloads import csv_response
from apps.teaching.access import staff_access
from apps.teaching.goals.grades import grades
from apps.web.http import LearnerRequest


@login_required
@require_safe
@never_cache
def grades_csv(request: LearnerRequest, course: str) -> HttpResponse:
    """Return what each learner has done of each goal as CSV."""
    access = staff_access(request, course)
    return csv_response(grades(access.course), f"{access.course.slug}-goals")

"""The copy of a course for the next term."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.courses.models import Course
from apps.courses.who_teaches import may_make_courses
from apps.jobs.services.lifecycle import TooManyJobs
from apps.teaching.access import editor_access
from apps.teaching.copying.copying import TooFarAway, copy_course
from apps.teaching.course_settings.forms import CourseForm, NextTermForm
from apps.teaching.course_settings.views.settings import page
from apps.web.http import LearnerRequest


@login_required
@require_POST
def copy(request: LearnerRequest, course: str) -> HttpResponse:
    """Copy the course without its people, and lead to the copy, the person's own, or to the job that makes it."""
    access = editor_access(request, course)
    form = NextTermForm(request.POST, course=access.course)
    if not may_make_courses(request.user):
        raise Http404
    if form.is_valid():
        try:
            copied, job = copy_course(request.user, access.course, **form.cleaned_data, at=timezone.now())
        except TooManyJobs as problem:
            form.add_error(None, str(problem))
        except TooFarAway as problem:
            form.add_error("starts_on", str(problem))
        else:
            if job:
                return redirect("jobs:job", job.pk)
            messages.success(request, _is_ready(copied))
            return redirect("teaching:lessons", copied.slug)
    return page(request, access, CourseForm(instance=access.course), form)


def _is_ready(copied: Course) -> str:
    """Return a sentence that says what the copy has."""
    sentence = _("“%(course)s” is ready: lessons and settings, without its people.")
    if copied.goals.exists():
        sentence = _("“%(course)s” is ready: lessons, goals and settings, without its people.")
    return sentence % {"course": copied}

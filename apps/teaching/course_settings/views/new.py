"""A new course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.courses.models import Course
from apps.courses.services.new_course import create_course
from apps.courses.who_teaches import may_make_courses
from apps.teaching.course_settings.forms import DECK, PAGES, NewCourseForm
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: LearnerRequest) -> HttpResponse:
    """Make a course of the person's own, unlisted, and lead on to what it begins with."""
    if not may_make_courses(request.user):
        raise Http404
    draft = Course(visibility=Course.Visibility.UNLISTED, language=request.LANGUAGE_CODE, drafts_first=True)
    form = NewCourseForm(request.POST if request.method == "POST" else None, instance=draft)
    if form.is_valid():
        course = create_course(request.user, form.instance)
        messages.success(request, _("Your course was made."))
        return redirect(_beginning(course, form.cleaned_data["begin"]))
    return render(request, "teaching/new_course.html", {"form": form}, status=422 if form.errors else 200)


def _beginning(course: Course, begin: str) -> str:
    """Return the page on which the course's first lesson is made."""
    if begin == PAGES:
        return reverse("exchange:import_pages", args=[course.slug])
    if begin == DECK:
        return f"{reverse('exchange:import')}?{urlencode({'course': course.slug})}"
    return reverse("teaching:new_lesson", args=[course.slug])

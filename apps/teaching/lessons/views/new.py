"""A new lesson."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.teaching.access import editor_access
from apps.teaching.lessons.forms import NewLessonForm
from apps.teaching.lessons.lesson_rows import tracks_of
from apps.teaching.lessons.services.name_lesson import start_lesson
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: LearnerRequest, course: str) -> HttpResponse:
    """Start a lesson, a draft, and lead on to its editor."""
    access = editor_access(request, course)
    form = NewLessonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        lesson = start_lesson(access.course, form.instance)
        messages.success(
            request, _("“%(lesson)s” is a draft: nobody sees it before you publish it.") % {"lesson": lesson}
        )
        return redirect("teaching:lesson", access.course.slug, lesson.slug)
    context = {"form": form, "tracks": tracks_of(access.course)}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "lessons", "teaching/lessons/new.html", context, status=status)

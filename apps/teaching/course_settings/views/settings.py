"""The settings of a course: what it says, its picture, its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.media.verify_media import MAX_BYTES, MediaProblem
from apps.cards.services.covers import NoPicture, remove_cover, set_cover
from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.courses.services.course_settings import archive_course, save_settings, unarchive_course
from apps.courses.who_teaches import may_make_courses
from apps.teaching.access import TeachingAccess, editor_access, owner_access, staff_access
from apps.teaching.course_settings.forms import CourseForm, NextTermForm, copy_title
from apps.teaching.course_settings.services.delete_unanswered import delete_unanswered_course
from apps.teaching.lessons.services.lesson_acts import WasAnswered, any_was_answered
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest
from apps.web.translation import translate_message


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def settings(request: LearnerRequest, course: str) -> HttpResponse:
    """Show the settings, which assistants only read; a POST saves what the course says."""
    if request.method == "POST":
        return _save(request, course)
    access = staff_access(request, course)
    return page(request, access, CourseForm(instance=access.course, may_edit=access.may_edit))


@transaction.atomic
def _save(request: LearnerRequest, slug: str) -> HttpResponse:
    """Save what is typed; nobody else saves the course in the meantime."""
    key = editor_access(request, slug).course.pk
    lock_course(key)
    access = editor_access(request, slug)  # as it is now that nobody else saves
    form = CourseForm(request.POST, instance=access.course)
    if not form.is_valid():
        return page(request, access, form)
    save_settings(form.instance)
    messages.success(request, form.saved_sentence())
    return redirect("teaching:settings", slug)


def page(request: LearnerRequest, access: TeachingAccess, form: Any, copy: NextTermForm | None = None) -> HttpResponse:
    """Show the settings, with what is wrong with a form that was sent."""
    stored = Course.objects.select_related("cover__media").get(pk=access.course.pk)
    may_copy = access.may_edit and may_make_courses(request.user)
    copy = copy or NextTermForm(course=stored, initial={"title": copy_title(stored.title)})
    context = {"form": form, "course": stored, "copy": copy, "may_copy": may_copy}
    status = 422 if form.errors or copy.errors else 200
    return teaching_page(request, access, "settings", "teaching/settings/settings.html", context, status=status)


@login_required
@require_POST
def cover(request: LearnerRequest, course: str) -> HttpResponse:
    """Give the course another picture, or none."""
    access, file = editor_access(request, course), request.FILES.get("file")
    if "remove" in request.POST:
        remove_cover(access.course)
    elif file is None:
        messages.error(request, _("Choose a picture first."))
    else:
        try:
            set_cover(access.course, file.read(MAX_BYTES + 1))
        except MediaProblem as problem:
            messages.error(request, translate_message(problem.message))
        except NoPicture:
            messages.error(request, _("This is a sound. Choose a picture."))
    return redirect("teaching:settings", course)


@login_required
@require_POST
def archive(request: LearnerRequest, course: str) -> HttpResponse:
    """Archive the course, or take that back."""
    access = editor_access(request, course)
    if "undo" in request.POST:
        unarchive_course(access.course)
        messages.success(request, _("The course is no longer archived."))
    else:
        archive_course(access.course, at=timezone.now())
    return redirect("teaching:settings", course)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask whether the course shall be deleted, and delete it, while nobody answered anything in it."""
    access = owner_access(request, course)
    if request.method != "POST":
        decks = access.course.decks.all()
        context = {"answered": any_was_answered(decks), "decks": decks.count()}
        return teaching_page(request, access, "settings", "teaching/settings/delete.html", context)
    try:
        delete_unanswered_course(access.course, at=timezone.now())
    except WasAnswered:
        return redirect("teaching:delete_course", course)
    messages.success(request, _("Deleted “%(course)s”.") % {"course": access.course})
    return redirect("teaching:courses")

"""Practice pages in and out: an instructor's upload, first as a plan, and anyone's download as Markdown."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.courses.models import Course
from apps.formats.practice_page import page_writer
from apps.lessons.exporting import page_of
from apps.lessons.forms.upload import PageUploadForm
from apps.lessons.importing import upload as uploads
from apps.lessons.views.practice import address_of, lesson_of
from apps.web.http import LearnerRequest, VisitorRequest

GONE = "That upload is not kept any more. Choose the file again."
MEANWHILE = "The course was changed meanwhile. This is what would happen now."
TOO_OFTEN = "Many pages were uploaded in a short time. Wait a minute, then try again."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def import_(request: LearnerRequest, slug: str) -> HttpResponse:
    """Take a practice page, show what would change, and import it when that is confirmed."""
    course = _taught(request, slug)
    if "plan" in request.POST:
        return _apply(request, course)
    sent = request.method == "POST"
    form = PageUploadForm(request.POST if sent else None, request.FILES if sent else None, course=course)
    if form.is_valid():
        if ratelimit.consume_or_429(request, action="import_page", user=request.user):
            form.add_error(None, TOO_OFTEN)
        else:
            upload = form.upload
            upload.keep(request.session)
            return _plan(request, course, upload)
    return render(request, "lessons/import.html", {"course": course, "form": form}, status=422 if form.errors else 200)


@require_safe
def export(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Give the page's source as Markdown, which can be imported again."""
    found = lesson_of(request, course, lesson)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.md"'}
    return HttpResponse(page_writer.write(page_of(found)), content_type="text/markdown; charset=utf-8", headers=headers)


def _taught(request: LearnerRequest, slug: str) -> Course:
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    if not course.is_taught_by(request.user):
        raise Http404
    return course


def _plan(request: LearnerRequest, course: Course, upload: uploads.PageUpload) -> HttpResponse:
    pages = uploads.prospects(upload, course)
    context = {
        "course": course,
        "pages": pages,
        "fingerprint": uploads.fingerprint(pages),
        "importable": sum(each.plan is not None for each in pages),
    }
    return render(request, "lessons/import_plan.html", context)


def _apply(request: LearnerRequest, course: Course) -> HttpResponse:
    upload = uploads.kept(request.session)
    if upload is None:
        messages.error(request, GONE)
        return redirect("lessons:import", course.slug)
    pages = uploads.prospects(upload, course)
    if uploads.fingerprint(pages) != request.POST["plan"]:
        messages.info(request, MEANWHILE)
        return _plan(request, course, upload)
    lessons = uploads.apply(pages, course)
    uploads.forget(request.session)
    messages.success(request, f"Imported {len(lessons)} page{'s' * (len(lessons) != 1)}.")
    return redirect(address_of(lessons[0])) if len(lessons) == 1 else redirect("lessons:course", course.slug)

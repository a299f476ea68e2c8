"""Where an import starts: the upload of decks, or of practice pages of a course."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.courses.models import Course
from apps.exchange import upload_steps, uploads
from apps.exchange.forms.upload import UploadForm, values_of
from apps.exchange.models import UndoableImport
from apps.exchange.page_urls import AGAIN
from apps.exchange.uploads import Upload
from apps.jobs.services.lifecycle import TooManyJobs
from apps.web.http import LearnerRequest
from apps.web.requests.rate_limits import count_or_refuse
from apps.web.storage import MissingFile

TOO_OFTEN = "too_often"  # the code of an error


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def import_decks(request: LearnerRequest) -> HttpResponse:
    """Take a file or a pasted text with decks."""
    return _upload(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def import_pages(request: LearnerRequest, slug: str) -> HttpResponse:
    """Take practice pages of a course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    if not course.is_taught_by(request.user):
        raise Http404
    return _upload(request, course)


def _upload(request: LearnerRequest, course: Course | None) -> HttpResponse:
    """Show the form; continue with what was sent."""
    form = _form(request, course)
    if form.is_valid() and (target := _start(request, form)):
        return redirect(target)
    imports = UndoableImport.objects.undoable(timezone.now()).filter(course=course) if course else ()
    context = {"form": form, "course": course, "imports": imports}
    return render(request, "exchange/import.html", context, status=_status(request, form))


def _form(request: LearnerRequest, course: Course | None) -> UploadForm:
    """Return the form with what was sent: now, or before it could not be read."""
    if request.method == "POST":
        return UploadForm(request.POST, request.FILES, person=request.user, course=course)
    if sent := _refused(request):
        return UploadForm(values_of(*sent), person=request.user, course=course, problem=sent[0].problem)
    return UploadForm(person=request.user, course=course, initial={"course": request.GET.get("course", "")})


def _refused(request: LearnerRequest) -> tuple[Upload, str] | None:
    """Return an upload that could not be read, as long as it is stored, with its text if it was pasted."""
    try:
        upload = uploads.load(request.user, UUID(request.GET[AGAIN]))
        if upload is None or not upload.problem:
            return None
        return upload, uploads.pasted_text(request.user, upload)
    except (KeyError, ValueError, MissingFile):
        return None


def _status(request: LearnerRequest, form: UploadForm) -> int:
    if request.method != "POST":
        return 200
    if form.has_error(NON_FIELD_ERRORS, TOO_OFTEN):
        return 429
    return 422 if form.errors else 200


def _start(request: LearnerRequest, form: UploadForm) -> str:
    """Return the URL of the upload's first step; nothing, and an error in the form, for a file that is refused."""
    if count_or_refuse(request, "import"):
        message = _("There were many uploads in a short time. Wait a minute, then try again.")
        form.add_error(None, ValidationError(message, TOO_OFTEN))
        return ""
    try:
        return upload_steps.start(request.user, *form.upload(), at=timezone.now())
    except TooManyJobs as problem:
        form.add_error(None, str(problem))
        return ""

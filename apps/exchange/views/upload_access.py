"""Who may open the pages of an upload: its owner, as long as its file is stored and its course is theirs to teach."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from apps.exchange import uploads
from apps.exchange.services.upload_import import CourseNotTaught, check_target
from apps.web.http import LearnerRequest
from apps.web.storage import MissingFile

type UploadView = Callable[..., HttpResponse]


def with_upload(view: UploadView) -> Callable[..., HttpResponse]:
    """Give a view an upload of the person, or answer where it is now: imported, or no longer here."""

    @never_cache
    @login_required
    @wraps(view)
    def wrapper(request: LearnerRequest, pk: UUID, **arguments: object) -> HttpResponse:
        upload = uploads.load(request.user, pk)
        if upload is None:
            return _imported(request, pk)
        try:
            check_target(request.user, upload)
            return view(request, upload, **arguments)
        except CourseNotTaught:
            raise Http404 from None
        except MissingFile:
            return _imported(request, pk)

    return wrapper


def _imported(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Lead to what became of an upload that is no longer stored: its button may have been pressed twice."""
    return redirect("exchange:report", pk) if uploads.load_finished(request.user, pk) else no_longer_here(request)


def no_longer_here(request: LearnerRequest) -> HttpResponse:
    """Return the page for an upload that is not stored: too old, or never this person's."""
    return render(request, "exchange/missing.html", status=404)

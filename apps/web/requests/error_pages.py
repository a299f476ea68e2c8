"""The pages for requests that no view could read, and for files that do not come."""

import logging
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.formats.limits import MAX_UPLOAD_BYTES, MIB, as_size
from apps.web.http import VisitorRequest, error_fragment
from apps.web.storage import StorageDown, for_a_page
from apps.web.translation import translate_message

log = logging.getLogger("apps.web")

CHUNK_SIZE = 64 * 1024
RETRY_SECONDS = 30  # after which a browser or a program may ask again for what needs a file
MAX_READ_BYTES = 100 * MIB  # of a request that is refused; a larger one loses its connection


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that is too large, or not one that this site sends."""
    too_large = isinstance(exception, RequestDataTooBig)
    if too_large:
        _read_rest(request)
    context = {
        "too_large": too_large,
        "max_text": translate_message(as_size(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)),
        "max_file": translate_message(as_size(MAX_UPLOAD_BYTES)),
    }
    return HttpResponse(render_to_string("400.html", context), status=413 if too_large else 400)


class StorageDownMiddleware:
    """Answers with a sentence where a view needs a file and its storage does not answer: it is not missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, for which nobody waits long."""
        with for_a_page():
            return self.get_response(request)

    def process_exception(self, request: VisitorRequest, exception: Exception) -> HttpResponse | None:
        """Return the page, or the sentence for htmx."""
        if not isinstance(exception, StorageDown):
            return None
        log.error("%s", exception)
        if request.htmx:
            sentence = _("Files are out of reach at the moment, and nothing was saved. Try again in a minute.")
            response = error_fragment(request, sentence, status=503)
        else:
            response = render(request, "storage_down.html", status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response


def _read_rest(request: HttpRequest) -> None:
    """Read the rest of the request: a browser that cannot finish sending never shows the response."""
    with suppress(UnreadablePostError):
        for _ in range(MAX_READ_BYTES // CHUNK_SIZE):
            if not request.read(CHUNK_SIZE):
                return

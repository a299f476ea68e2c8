"""The page for requests that no view could read."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

from apps.formats.limits import MAX_UPLOAD_BYTES, MIB, as_size
from apps.web.translation import translate_message

CHUNK_SIZE = 64 * 1024
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


def _read_rest(request: HttpRequest) -> None:
    """Read the rest of the request: a browser that cannot finish sending never shows the response."""
    with suppress(UnreadablePostError):
        for _ in range(MAX_READ_BYTES // CHUNK_SIZE):
            if not request.read(CHUNK_SIZE):
                return

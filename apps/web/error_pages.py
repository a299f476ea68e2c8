"""What is said of a request that no view could read."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

CHUNK_SIZE = 65_536  # bytes
MAX_CHUNKS = 1_600  # 100 MB are read to the end; who sends more loses the connection


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return a page that says whether the request was too large, or none that this site sends."""
    too_large = isinstance(exception, RequestDataTooBig)
    if too_large:
        _read_to_the_end(request)
    context = {"too_large": too_large, "most_megabytes": f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6:g}"}
    return HttpResponse(render_to_string("400.html", context), status=413 if too_large else 400)


def _read_to_the_end(request: HttpRequest) -> None:
    """Read what is left of the request: a browser that may not send it never shows the answer."""
    with suppress(UnreadablePostError):
        for _ in range(MAX_CHUNKS):
            if not request.read(CHUNK_SIZE):
                return

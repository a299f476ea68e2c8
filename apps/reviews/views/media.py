"""Pictures and sounds, for whoever may see a card that shows them."""

import re

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.cards.media import media_storage
from apps.cards.media.verify_media import CONTENT_TYPES
from apps.cards.models import Media
from apps.reviews.media_access import media_visible_to
from apps.web.http import VisitorRequest
from apps.web.storage import MissingFile

RANGE = re.compile(r"bytes=(?=-?\d)(\d{0,12})-(\d{0,12})")
A_YEAR = 365 * 24 * 3600


@require_safe
def media(request: VisitorRequest, sha256: str, extension: str) -> HttpResponse | FileResponse:
    """Send a picture or a sound that the person may see."""
    found = get_object_or_404(media_visible_to(request.user), sha256=sha256, extension=extension)
    return media_response(request, found)


def media_response(request: VisitorRequest, found: Media) -> HttpResponse | FileResponse:
    """Return a picture or a sound; one range of it where a player asks for that."""
    etag = f'"{found.sha256}"'
    try:
        has_it = request.headers.get("If-None-Match") == etag
        response = HttpResponseNotModified() if has_it else _content(found, request.headers.get("Range", ""))
    except MissingFile:
        return render(request, "reviews/missing_media.html", {"is_picture": bool(found.width)}, status=404)
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _content(found: Media, requested: str) -> HttpResponse | FileResponse:
    """Return the file, or the one range of it that is requested."""
    response = _range_of(found, requested) or FileResponse(media_storage.open_file(found.file_name))
    response["Content-Type"] = CONTENT_TYPES[found.extension]
    response["Accept-Ranges"] = "bytes"
    return response


def _range_of(found: Media, requested: str) -> HttpResponse | None:
    """Return one range of a file; nothing where none is requested that can be read."""
    match = RANGE.fullmatch(requested)
    if not match:
        return None
    first, last = _bounds(match[1], match[2], found.size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    with media_storage.open_file(found.file_name) as file:
        file.seek(first)
        data = file.read(last - first + 1)
    return HttpResponse(data, status=206, headers={"Content-Range": f"bytes {first}-{last}/{found.size}"})


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte of a range; one without a first is so many bytes at the end."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last or size - 1), size - 1)

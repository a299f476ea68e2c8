"""Pictures and sounds, for whoever may see a card that shows them."""

import re

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.cards.media import CONTENT_TYPES
from apps.cards.media_store import path_of
from apps.cards.models import Deck, DeckMedia, Media
from apps.web.http import VisitorRequest

RANGE = re.compile(r"bytes=(?=-?\d)(\d{0,12})-(\d{0,12})")
A_YEAR = 365 * 24 * 3600


@require_safe
def media(request: VisitorRequest, sha256: str, extension: str) -> HttpResponse | FileResponse:
    """Give a picture or a sound of a deck that the person may open, or studies; a part of it where that is asked."""
    decks = Q(deck__in=Deck.objects.visible_to(request.user))
    if request.user.is_authenticated:
        decks |= Q(deck__in=request.user.subscriptions.values("deck"))
    held = DeckMedia.objects.filter(decks).values("media")
    found = get_object_or_404(Media, pk__in=held, sha256=sha256, extension=extension)
    etag = f'"{found.sha256}"'
    has_it = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if has_it else _part(found, request.headers.get("Range", ""))
    if not has_it:
        response["Content-Type"] = CONTENT_TYPES[found.extension]
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _part(found: Media, wanted: str) -> HttpResponse | FileResponse:
    """Return the file, or the one range of it that a player asks for."""
    path = path_of(found.file_name)
    if not path.is_file():
        raise Http404
    asked = RANGE.fullmatch(wanted)
    if not asked:
        return FileResponse(path.open("rb"))
    first, last = _bounds(asked[1], asked[2], found.size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    with path.open("rb") as file:
        file.seek(first)
        data = file.read(last - first + 1)
    return HttpResponse(data, status=206, headers={"Content-Range": f"bytes {first}-{last}/{found.size}"})


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte of a range; one without a first is so many bytes at the end."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last or size - 1), size - 1)

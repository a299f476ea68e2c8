"""Decks as PDF."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from apps.accounts.http import VisitorRequest
from apps.cards.models import Deck
from apps.printing import layouts
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.prints import Print, print_of


@require_safe
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Give a deck as PDF, one card per page; a large one in parts."""
    found = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    parts = layouts.parts_of(found)
    if not parts:
        return _says(request, found, "empty", 200)
    if len(parts) > 1 and "part" not in request.GET:
        return render(request, "printing/parts.html", {"deck": found, "parts": parts, "most": layouts.CARDS_PER_PART})
    part = layouts.part_numbered(parts, request.GET.get("part", "1"))
    if part is None:
        return _says(request, found, "no_such_part", 404)
    name = f"{found.slug}-{part.number}" if len(parts) > 1 else found.slug
    return _pdf(request, found, print_of(found, part, parts[-1].last), name)


def _pdf(request: VisitorRequest, found: Deck, wanted: Print, name: str) -> HttpResponse:
    """Return the PDF: as the browser has it, as we kept it, or printed now."""
    etag = quote_etag(wanted.key)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return unchanged
    pdf = wanted.kept()
    if pdf is None and ratelimit.consume_or_429(request, action="print_deck", limit_get=True):
        return _says(request, found, "too_often", 429)
    try:
        pdf = pdf or wanted.make()
    except PangoMissing:
        return _says(request, found, "pango_missing", 503, install=INSTALL_PANGO)
    except PrintFailed as failure:
        return _says(request, found, "failed", 503, reason=str(failure))
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="{name}.pdf"', "ETag": etag}
    response = HttpResponse(pdf, headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _says(request: VisitorRequest, found: Deck, what: str, status: int, **more: object) -> HttpResponse:
    """Return a page of one sentence that says what to do."""
    return render(request, "printing/message.html", {"deck": found, "what": what, **more}, status=status)

"""The pictures and sounds of a deck: the list of them, and adding one by a form or by an editor's script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.media.verify_media import CONTENT_TYPES, MAX_BYTES, MediaProblem
from apps.cards.models import Deck, DeckMedia
from apps.library.deck_pages.deck_files import as_files, files_of, size_text, unused_keys
from apps.library.services.deck_files import add_file, delete_unused_files
from apps.web.http import LearnerRequest
from apps.web.localized import number
from apps.web.translation import translate_message

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def media(request: LearnerRequest, slug: str) -> HttpResponse:
    """List the deck's pictures and sounds, or add one; a script gets the new one as JSON."""
    deck = get_object_or_404(Deck.objects.editable_by(request.user).select_related("course"), slug=slug)
    if request.method != "POST":
        return _page(request, deck)
    as_json = request.accepts("application/json") and not request.accepts("text/html")
    file = request.FILES.get("file")
    try:
        added, problem = (_added(deck, file), "") if file else (None, _("Choose a picture or a sound first."))
    except MediaProblem as error:
        added, problem = None, translate_message(error.message)
    if as_json:
        return JsonResponse(_as_json(added) if added else {"error": problem}, status=200 if added else 422)
    if added is None:
        return _page(request, deck, problem=problem)
    messages.success(request, _("Added “%(file)s”.") % {"file": added.name})
    return redirect("library:media", slug)


def _added(deck: Deck, file: UploadedFile) -> DeckMedia:
    """Add an uploaded file; one that is too large is refused as its first bytes beyond the limit would be."""
    return add_file(deck, file.name or "", file.read(MAX_BYTES + 1))


def _page(request: LearnerRequest, deck: Deck, problem: str = "") -> HttpResponse:
    page = Paginator(files_of(deck), PER_PAGE).get_page(request.GET.get("page"))
    unused = unused_keys(deck, deck.notes.all())
    context = {
        "deck": deck,
        "page": page,
        "files": as_files(page, unused),
        "unused": len(unused),
        "problem": problem,
        "types": ",".join(sorted({*CONTENT_TYPES.values()})),
    }
    return render(request, "library/media.html", context, status=422 if problem else 200)


def _as_json(added: DeckMedia) -> dict[str, object]:
    """Return what an editor shows of a new file."""
    file = added.media
    pixels = f"{number(file.width)} × {number(file.height)}, " if file.width else ""
    return {
        "name": added.name,
        "url": reverse("reviews:media", args=[file.sha256, file.extension]),
        "about": f"{pixels}{size_text(file.size)}",
        "isPicture": bool(file.width),
    }


@require_POST
@login_required
def delete_unused(request: LearnerRequest, slug: str) -> HttpResponse:
    """Delete the deck's pictures and sounds that no note uses."""
    deck = get_object_or_404(Deck.objects.editable_by(request.user), slug=slug)
    count = delete_unused_files(deck)
    sentence = ngettext("Deleted %(count)d unused file.", "Deleted %(count)d unused files.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("library:media", slug)

"""A deck in the formats of other programs: immediately, or as a job if that takes long."""

from tempfile import TemporaryFile
from typing import BinaryIO

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.cards.models import Deck, DeckMedia
from apps.exchange.export_formats import FORMATS, PLAIN, ExportSource, Format
from apps.exchange.media_export import MissingPicture
from apps.jobs.services import lifecycle
from apps.web.http import VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse

MAX_NOTES_IN_REQUEST = 2_000  # notes that are written while the person waits


@require_safe
def export(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show the formats in which a deck can be exported."""
    deck = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    number = deck.notes.count()
    context = {
        "deck": deck,
        "base": reverse("exchange:export", args=[slug]),
        "formats": PLAIN.values(),
        "has_media": DeckMedia.objects.filter(deck=deck).exists(),
        "number": number,
        "is_large": number > MAX_NOTES_IN_REQUEST,
        "studies": request.user.is_authenticated and request.user.schedules.filter(deck=deck).exists(),
    }
    return render(request, "exchange/export.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def download(request: VisitorRequest, slug: str, format_: str) -> HttpResponseBase:
    """Download the deck in a format; a POST makes the file in a job."""
    if format_ not in FORMATS:
        raise Http404
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("exchange:export", args=[slug]))
        return _submit(request, request.user, slug, FORMATS[format_])
    deck = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    if deck.notes.count() > MAX_NOTES_IN_REQUEST:
        messages.info(request, _("This deck is large. Press its button, and the file is made in the background."))
        return redirect("exchange:export", slug)
    try:
        return count_or_refuse(request, "export_deck") or file_response(deck, FORMATS[format_], learner_of(request))
    except MissingPicture as problem:
        messages.error(request, str(problem))
        return redirect("exchange:export", slug)


def _submit(request: VisitorRequest, owner: User, slug: str, chosen: Format) -> HttpResponseBase:
    deck = get_object_or_404(Deck.objects.visible_to(owner), slug=slug)
    arguments = {"deck": slug, "format_": chosen.name, "schedule": "schedule" in request.POST}
    title = _("Export “%(title)s” as %(format)s") % {"title": deck.title, "format": chosen.title}
    try:
        job = lifecycle.submit(owner, "export_deck", title=title, at=timezone.now(), arguments=arguments)
    except lifecycle.TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect("exchange:export", slug)
    return redirect("jobs:job", job.pk)


def learner_of(request: VisitorRequest) -> User | None:
    """Return whose schedules the file includes: nobody's, or those of the person who downloads it."""
    return request.user if request.user.is_authenticated and "schedule" in request.GET else None


def file_response(source: ExportSource, chosen: Format, learner: User | None) -> FileResponse:
    """Return the file. Raises MissingPicture."""
    file: BinaryIO = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        chosen.write(source, file, learner)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=chosen.file_name(source), content_type=chosen.content_type)

"""The notes that a search finds, in the formats of other programs: immediately, or as a job if that takes long."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.exchange.export_formats import FORMATS, PLAIN, Format
from apps.exchange.found_notes import FoundNotes
from apps.exchange.media_export import MissingPicture
from apps.exchange.views.exporting import MAX_NOTES_IN_REQUEST, file_response, learner_of
from apps.jobs.services import lifecycle
from apps.search.grammar import parse
from apps.search.search import search_notes
from apps.search.terms.registry import NAMES
from apps.search.titles import title_of
from apps.search.tree import SearchError
from apps.web.http import LearnerRequest
from apps.web.requests.rate_limits import count_or_refuse
from apps.web.translation import translate_message

SHOWS_MEDIA = (
    Q(text__has_picture=True)
    | Q(text__has_sound=True)
    | Q(section__introduction__contains="![")
    | Q(section__closing__contains="![")
)


@require_safe
@never_cache
@login_required
def export_found(request: LearnerRequest) -> HttpResponse:
    """Show the formats in which what a search (?q=) finds can be exported."""
    query = request.GET.get("q", "")
    try:
        notes = search_notes(request.user, query, now=timezone.now())
        number = notes.count()
    except SearchError as error:
        return _back(request, query, translate_message(error.message))
    context = {
        "title": title_of(query),
        "query": query,
        "base": reverse("exchange:export_found"),
        "formats": PLAIN.values(),
        "has_media": notes.order_by().filter(SHOWS_MEDIA).exists(),
        "number": number,
        "is_large": number > MAX_NOTES_IN_REQUEST,
        "studies": request.user.schedules.exists(),
    }
    return render(request, "exchange/export_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def download_found(request: LearnerRequest, format_: str) -> HttpResponseBase:
    """Download what a search (q) finds in a format; a POST makes the file in a job."""
    if format_ not in FORMATS:
        raise Http404
    if request.method == "POST":
        return _submit(request, FORMATS[format_])
    query = request.GET.get("q", "")
    try:
        return _download(request, query, FORMATS[format_])
    except SearchError as error:
        return _back(request, query, translate_message(error.message))
    except MissingPicture as problem:
        messages.error(request, str(problem))
        return redirect(_page(query))


def _download(request: LearnerRequest, query: str, chosen: Format) -> HttpResponseBase:
    found = FoundNotes.of(request.user, query, timezone.now())
    if len(found.keys) > MAX_NOTES_IN_REQUEST:
        messages.info(request, _("These are many cards. Press the button, and the file is made in the background."))
        return redirect(_page(query))
    return count_or_refuse(request, "export_deck") or file_response(found, chosen, learner_of(request))


def _submit(request: LearnerRequest, chosen: Format) -> HttpResponse:
    query = request.POST.get("q", "")
    arguments = {"query": query, "format_": chosen.name, "schedule": "schedule" in request.POST}
    title = _("Export “%(title)s” as %(format)s") % {"title": title_of(query), "format": chosen.title}
    try:
        parse(query, NAMES)
        job = lifecycle.submit(
            request.user, "export_found", title=title, at=timezone.now(), arguments=arguments, link=_page(query)
        )
    except SearchError as error:
        return _back(request, query, translate_message(error.message))
    except lifecycle.TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect(_page(query))
    return redirect("jobs:job", job.pk)


def _page(query: str) -> str:
    return f"{reverse('exchange:export_found')}?{urlencode({'q': query})}"


def _back(request: LearnerRequest, query: str, sentence: str) -> HttpResponse:
    """Return to the browser, with a message."""
    messages.error(request, sentence)
    return redirect(f"{reverse('library:browse')}?{urlencode({'q': query})}")

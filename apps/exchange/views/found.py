"""The notes that a search finds, as a table."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.exchange import exporting
from apps.exchange.views.exporting import MAX_NOTES_IN_REQUEST
from apps.formats.tables.delimited_text import csv_writer
from apps.search.search import search_notes
from apps.search.tree import SearchError
from apps.web.http import LearnerRequest
from apps.web.localized import number
from apps.web.translation import translate_message


@require_safe
@never_cache
@login_required
def export_found(request: LearnerRequest) -> HttpResponseBase:
    """Download the notes that a search finds (?q=) as a table, of whatever decks they are."""
    refused: HttpResponseBase | None = ratelimit.consume_or_429(request, action="export_deck", limit_get=True)
    if refused:
        return refused
    try:
        notes = search_notes(request.user, request.GET.get("q", ""), now=timezone.now())
    except SearchError as error:
        return _back(request, translate_message(error.message))
    if notes.count() > MAX_NOTES_IN_REQUEST:
        sentence = _("These are more than %(limit)s notes. Select fewer, or export their decks.")
        return _back(request, sentence % {"limit": number(MAX_NOTES_IN_REQUEST)})
    table = csv_writer.write_csv(exporting.record_of(notes))
    headers = {"Content-Disposition": 'attachment; filename="ditcards-cards.csv"'}
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers)


def _back(request: LearnerRequest, sentence: str) -> HttpResponse:
    """Return to the browser, with a message."""
    messages.error(request, sentence)
    return redirect(f"{reverse('library:browse')}?{urlencode({'q': request.GET.get('q', '')})}")

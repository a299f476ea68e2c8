"""The browser of cards and notes: search, list, and the chosen card beside it."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.library.browse import act_words, columns
from apps.library.browse.listing import BrowseOptions, Listing, headings, list_found
from apps.library.card_info import card_info
from apps.library.card_notes import card_notes
from apps.reviews.models import Schedule
from apps.search.context import SearchContext
from apps.search.correction import corrected, end_of_mistake
from apps.search.nearest import nearest
from apps.search.search import finds_archived
from apps.search.tree import SearchError
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def browse(request: LearnerRequest) -> HttpResponse:
    """Show what a search finds, or what is wrong with it."""
    now, options = timezone.now(), BrowseOptions.of(request.GET)
    context = {
        "options": options,
        "headings": headings(options),
        "offered": columns.offered_for(of_notes=options.of_notes),
        "saved": request.user.saved_searches.all(),
        "done": act_words.last_act(request.user, request.GET.get("done", ""), now),
    }
    try:
        listing = list_found(request.user, options, now)
    except SearchError as error:
        context |= _mistake(request, options.query, error, now)
        return render(request, "library/browse.html", context, status=422)
    context |= {"listing": listing} | _beside(request, options, listing, now)
    return render(request, "library/browse.html", context)


def _mistake(request: LearnerRequest, query: str, error: SearchError, now: datetime) -> dict[str, object]:
    """Return the search in three parts, the second of which is wrong, what to do, and what may have been meant."""
    end = end_of_mistake(query, error)
    return {
        "error": error,
        "mistake": (query[: error.at], query[error.at : end], query[end:]),
        "corrected": corrected(query, request.user, request.user.study_day(now)),
    }


def _beside(request: LearnerRequest, options: BrowseOptions, listing: Listing, now: datetime) -> dict[str, object]:
    """Return what is beside the list: its first card; where nothing was found, what there is in its place."""
    if not listing.lines:
        return {"nearest": nearest(options.query, SearchContext.of(request.user, now))}
    card = listing.lines[0].row.card
    return {
        "info": card_info(request.user, card.pk) if card else None,
        "today": request.user.study_day(now),
        "own_decks": request.user.decks.order_by("title", "pk"),
        "flags": Schedule.Flag.choices,
        "restorable": finds_archived(options.query),
    }


@require_safe
@never_cache
@login_required
def card(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show all that the person may know of one card; in short to htmx, which puts it beside the list."""
    info = card_info(request.user, card_id)
    if info is None:
        raise Http404
    context = {"info": info, "today": request.user.study_day(timezone.now())}
    if request.htmx:
        return render(request, "library/card.html#pane", context)
    return render(request, "library/card.html", context | {"notes": card_notes.of(request.user, info.card)})

"""The list of a person's decks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.jobs.awaited import announce_ended
from apps.library.deck_pages.decks import archived_decks, deleted_decks, page_of_decks
from apps.reviews.services.day_builder import build_day
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def decks(request: LearnerRequest) -> HttpResponse:
    """Show the person's own decks and those they study, archived ones folded, and what they just deleted."""
    now = timezone.now()
    today, archived = request.user.study_day(now), list(archived_decks(request.user))
    build_day(request.user, today)
    announce_ended(request)
    context = {
        "page": page_of_decks(request.user, today, request.GET.get("page")),
        "archived": archived,
        "just_archived": [deck for deck in archived if deck.slug == request.GET.get("archived")],
        "deleted": deleted_decks(request.user, now),
    }
    return render(request, "library/decks.html", context)

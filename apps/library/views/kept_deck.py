"""A deck that a person learned and may no longer open: they left its course, or it is hidden."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.cards.models import Deck
from apps.library.deck_pages.studying import study_of
from apps.reviews.services.day_builder import build_day
from apps.web.http import VisitorRequest


def kept_deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show how the person stands with what they learned of it, and none of its cards; raise Http404 for others."""
    if not request.user.is_authenticated:
        raise Http404
    studied = Deck.objects.filter(pk__in=request.user.subscriptions.values("deck")).select_related("course")
    found = get_object_or_404(studied, slug=slug)
    today = request.user.study_day(timezone.now())
    build_day(request.user, today)
    return render(request, "library/kept_deck.html", {"deck": found, "study": study_of(request.user, found, today)})

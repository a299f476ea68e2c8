"""Adds what a visitor signed up for to their daily review."""

from django.contrib import messages
from django.utils import timezone

from apps.reviews.messages import cards_added, deck_added
from apps.reviews.pending_review import DECK, NOTES, pick_pending, subscribe_to_pending
from apps.web.http import LearnerRequest
from apps.web.requests.middleware import ClaimMiddleware


class PendingReviewMiddleware(ClaimMiddleware):
    """Adds what a visitor signed up for to their daily review."""

    session_keys = (DECK, NOTES)

    def claim(self, request: LearnerRequest) -> None:
        """Add the deck and the cards that the session remembers, and name them."""
        today = request.user.study_day(timezone.now())
        if deck := subscribe_to_pending(request.session, request.user, today):
            messages.success(request, deck_added(deck))
        if cards := pick_pending(request.session, request.user, today):
            messages.success(request, cards_added(cards))

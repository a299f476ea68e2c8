"""A deck that a visitor wants to review: the session remembers it until they have signed up or logged in."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews import services
from apps.web.http import VisitorRequest

SESSION_KEY = "deck_to_study"


def remember(session: SessionBase, slug: str) -> None:
    """Remember the deck for the account that the visitor signs up for, or logs in to; which may see more decks."""
    session[SESSION_KEY] = slug


def subscribe_to_pending(session: SessionBase, user: User, today: date) -> Deck | None:
    """Study the deck that the session remembers, if there is one that the person may see, and return it."""
    deck = Deck.objects.visible_to(user).filter(slug=session.pop(SESSION_KEY)).first()
    if deck:
        services.subscribe(user, deck, today=today)
    return deck


class PendingDeckMiddleware:
    """Adds the deck for which a visitor signed up to their daily review, with their first request after that."""

    def __init__(self, get_response: Callable[[VisitorRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request, for a learner after the deck is added."""
        if request.COOKIES and request.user.is_authenticated and SESSION_KEY in request.session:
            today = request.user.study_day(timezone.now())
            if deck := subscribe_to_pending(request.session, request.user, today):
                messages.success(request, _("“%(deck)s” is in your daily review.") % {"deck": deck})
        return self.get_response(request)

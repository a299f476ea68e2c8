"""What a review is limited to, in its URLs: `?deck=slug`, `?course=slug`, or nothing for all that is studied."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.reviews.day.scope import Scope
from apps.web.http import LearnerRequest


def scope_of(request: LearnerRequest) -> Scope:
    """Return the deck or the course that the session is limited to, if any; 404 for one that is not studied."""
    if deck := request.GET.get("deck"):
        return get_object_or_404(Deck, slug=deck, subscriptions__user=request.user)
    if course := request.GET.get("course"):
        studied = Course.objects.filter(decks__subscriptions__user=request.user).distinct()
        return get_object_or_404(studied, slug=course)
    return None


def scope_query(request: LearnerRequest) -> str:
    """Return the query string that keeps a session in its deck or course."""
    names = {name: request.GET[name] for name in ("deck", "course") if request.GET.get(name)}
    return f"?{urlencode(names)}" if names else ""


def scoped_url(name: str, request: LearnerRequest, *arguments: int) -> str:
    """Return the URL of a page of the session, in the same deck or course."""
    return reverse(name, args=arguments) + scope_query(request)

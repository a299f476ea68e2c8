"""A deck's page, and a learner's choice to study it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews import queue, services
from apps.reviews.forms import LimitsForm
from apps.reviews.models import Schedule
from apps.web.http import LearnerRequest, VisitorRequest

SHOWN = 100  # cards listed on the page; a printed deck shows all


@require_safe
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a deck's flashcards, and what the person may do with them."""
    found = get_object_or_404(Deck.objects.visible_to(request.user).select_related("course", "lesson"), slug=slug)
    cards = found.flashcards()
    subscription = marks = None
    if request.user.is_authenticated:
        today = request.user.study_day(timezone.now())
        subscription = queue.subscriptions(request.user, today).filter(deck=found).first()
        marks = _marks(request.user, found) if subscription else None
    context = {
        "deck": found,
        "cards": cards[:SHOWN],
        "number": cards.count(),
        "subscription": subscription,
        "marks": marks,
        "limits": LimitsForm(instance=subscription) if subscription else None,
    }
    return render(request, "reviews/deck.html", context)


@dataclass(frozen=True)
class Marked:
    """Some cards of a deck that a learner set a mark on: how many, and the first of them."""

    number: int
    schedules: QuerySet[Schedule]


def _marks(user: User, deck: Deck) -> dict[str, Marked]:
    """Return the person's suspended and flagged cards of the deck."""
    mine = user.schedules.filter(deck=deck, card__archived=False).select_related("card").order_by("pk")
    found = {"suspended": mine.filter(queue_on=None, suspended=True), "flagged": mine.filter(flag__gt=0)}
    return {name: Marked(schedules.count(), schedules[:SHOWN]) for name, schedules in found.items()}


@require_POST
@login_required
def subscribe(request: LearnerRequest, slug: str) -> HttpResponse:
    """Study the deck, or study it again after a pause."""
    found = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    services.subscribe(request.user, found, today=request.user.study_day(timezone.now()))
    messages.success(request, f"“{found.title}” is in your daily review.")
    return redirect("reviews:deck", slug)


@require_POST
@login_required
def pause(request: LearnerRequest, slug: str) -> HttpResponse:
    """Stop studying the deck for now; what was learned stays."""
    services.pause(get_object_or_404(request.user.subscriptions, deck__slug=slug))
    messages.info(request, "Paused. Your schedule stays as it is; resume when you like.")
    return redirect("reviews:deck", slug)


@require_POST
@login_required
def limits(request: LearnerRequest, slug: str) -> HttpResponse:
    """Set how many cards of the deck a day brings, and which."""
    subscription = get_object_or_404(request.user.subscriptions.select_related("deck", "user"), deck__slug=slug)
    form = LimitsForm(request.POST)
    if form.is_valid():
        services.change_limits(subscription, **form.cleaned_data, today=request.user.study_day(timezone.now()))
        messages.success(request, "Saved, from today on.")
    elif "includes" in form.errors:
        messages.error(request, "Nothing changed: choose what comes from the list.")
    else:
        messages.error(request, "Nothing changed: a limit is a whole number from 0 to 9999.")
    return redirect("reviews:deck", slug)

"""A deck's page, a learner's choice to study it, and a person's own decks."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.library import own_decks
from apps.library.forms import LimitsForm, RenameDeckForm
from apps.library.services.own_decks import delete_deck, rename_deck
from apps.reviews import pending_review, queue, services
from apps.reviews.models import Schedule
from apps.web.http import LearnerRequest, VisitorRequest

MAX_SHOWN = 100  # cards listed on the page; a printed deck has all


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
        "cards": cards[:MAX_SHOWN],
        "number": cards.count(),
        "subscription": subscription,
        "marks": marks,
        "limits": LimitsForm(instance=subscription) if subscription else None,
    }
    return render(request, "library/deck.html", context)


@dataclass(frozen=True)
class MarkedCards:
    """A learner's suspended or flagged cards of a deck: how many, and the first of them."""

    number: int
    schedules: QuerySet[Schedule]


def _marks(user: User, deck: Deck) -> dict[str, MarkedCards]:
    """Return the person's suspended and flagged cards of the deck."""
    mine = user.schedules.filter(deck=deck, card__archived=False).select_related("card").order_by("pk")
    found = {"suspended": mine.filter(queue_on=None, suspended=True), "flagged": mine.filter(flag__gt=0)}
    return {name: MarkedCards(schedules.count(), schedules[:MAX_SHOWN]) for name, schedules in found.items()}


@require_POST
def subscribe(request: VisitorRequest, slug: str) -> HttpResponse:
    """Study the deck, or study it again after a pause; a visitor signs up first."""
    if not request.user.is_authenticated:
        pending_review.remember_deck(request.session, slug)
        return pending_review.to_account(request)
    found = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    services.subscribe(request.user, found, today=request.user.study_day(timezone.now()))
    messages.success(request, _("“%(deck)s” is in your daily review.") % {"deck": found.title})
    return redirect("library:deck", slug)


@require_POST
@login_required
def pause(request: LearnerRequest, slug: str) -> HttpResponse:
    """Stop studying the deck for now; its schedules stay."""
    services.pause(get_object_or_404(request.user.subscriptions, deck__slug=slug))
    messages.info(request, _("Paused. Your schedule stays as it is; resume whenever you like."))
    return redirect("library:deck", slug)


@require_POST
@login_required
def limits(request: LearnerRequest, slug: str) -> HttpResponse:
    """Set how many cards of the deck a day includes, and which."""
    subscription = get_object_or_404(request.user.subscriptions.select_related("deck", "user"), deck__slug=slug)
    form = LimitsForm(request.POST)
    if form.is_valid():
        services.change_limits(subscription, **form.cleaned_data, today=request.user.study_day(timezone.now()))
        messages.success(request, _("Saved. The new limits apply from today."))
    elif "includes" in form.errors:
        messages.error(request, _("Nothing changed: choose the cards to review from the list."))
    else:
        messages.error(request, _("Nothing changed: a limit is a whole number from 0 to 9999."))
    return redirect("library:deck", slug)


@require_safe
@never_cache
@login_required
def list_own(request: LearnerRequest) -> HttpResponse:
    """Show the person's private decks."""
    return render(request, "library/own_decks.html", {"decks": own_decks.own_decks(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rename(request: LearnerRequest, slug: str) -> HttpResponse:
    """Rename one of the person's own decks."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    before = deck.title
    form = RenameDeckForm(request.POST if request.method == "POST" else None, instance=deck)
    if form.is_valid():
        rename_deck(deck, form.cleaned_data["title"])
        messages.success(request, _("Renamed “%(before)s” to “%(after)s”.") % {"before": before, "after": deck})
        return redirect("library:decks")
    context = {"deck": before, "form": form}
    return render(request, "library/rename_deck.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: LearnerRequest, slug: str) -> HttpResponse:
    """Show what is lost with one of the person's own decks, and delete it when they confirm."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    if request.method == "POST":
        delete_deck(deck)
        messages.success(request, _("Deleted “%(deck)s”.") % {"deck": deck})
        return redirect("library:decks")
    return render(request, "library/delete_deck.html", {"deck": deck, "losses": own_decks.losses(deck)})

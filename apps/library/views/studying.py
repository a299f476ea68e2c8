"""A learner's choice to study a deck, to pause it, and what a day includes of it."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.models import Deck
from apps.library.deck_pages.forms import LimitsForm
from apps.reviews import pending_review, services
from apps.reviews.messages import deck_added
from apps.web.http import LearnerRequest, VisitorRequest


@require_POST
def subscribe(request: VisitorRequest, slug: str) -> HttpResponse:
    """Study the deck, or study it again after a pause; a visitor signs up first."""
    if not request.user.is_authenticated:
        pending_review.remember_deck(request.session, slug)
        return pending_review.to_account(request)
    theirs = Deck.objects.filter(pk__in=request.user.subscriptions.values("deck"))
    found = get_object_or_404(Deck.objects.visible_to(request.user) | theirs, slug=slug, archived_at=None)
    services.subscribe(request.user, found, today=request.user.study_day(timezone.now()))
    messages.success(request, deck_added(found.title))
    return redirect("library:deck", slug)


@require_POST
@login_required
def pause(request: LearnerRequest, slug: str) -> HttpResponse:
    """Stop studying the deck for now; its schedules stay."""
    services.pause(get_object_or_404(request.user.subscriptions, deck__slug=slug, deck__deleted_at=None))
    messages.info(request, _("Paused. Your schedule stays as it is; resume whenever you like."))
    return redirect("library:deck", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def limits(request: LearnerRequest, slug: str) -> HttpResponse:
    """Set how many cards of the deck a day includes, and which."""
    studied = request.user.subscriptions.select_related("deck", "user").filter(deck__deleted_at=None)
    subscription = get_object_or_404(studied, deck__slug=slug)
    form = LimitsForm(request.POST if request.method == "POST" else None, instance=copy(subscription))
    if form.is_valid():
        services.change_limits(subscription, **form.limits, today=request.user.study_day(timezone.now()))
        messages.success(request, form.saved_sentence(_("Saved. The new limits apply from today.")))
        return redirect("library:deck", slug)
    context = {"deck": subscription.deck, "form": form}
    return render(request, "library/limits.html", context, status=422 if form.errors else 200)

"""The list of a person's decks, and what they change of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.library.decks import page_of_decks
from apps.library.forms import RenameDeckForm
from apps.library.own_decks import losses
from apps.library.services.own_decks import delete_deck, rename_deck
from apps.reviews.services.day_builder import build_day
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def decks(request: LearnerRequest) -> HttpResponse:
    """Show the person's own decks and those they study."""
    today = request.user.study_day(timezone.now())
    build_day(request.user, today)
    return render(request, "library/decks.html", {"page": page_of_decks(request.user, today, request.GET.get("page"))})


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
    return render(request, "library/delete_deck.html", {"deck": deck, "losses": losses(deck)})

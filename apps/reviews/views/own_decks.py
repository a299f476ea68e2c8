"""A person's own decks: the list, another title, and the end of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.reviews import own_decks
from apps.reviews.forms import RenameDeckForm
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def list_(request: LearnerRequest) -> HttpResponse:
    """Show the person's private decks."""
    return render(request, "reviews/own_decks.html", {"decks": own_decks.own(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rename(request: LearnerRequest, slug: str) -> HttpResponse:
    """Give a deck of one's own another title."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    before = deck.title
    form = RenameDeckForm(request.POST if request.method == "POST" else None, instance=deck)
    if form.is_valid():
        form.save()
        messages.success(request, f"“{before}” is called “{deck}” now.")
        return redirect("reviews:decks")
    context = {"deck": before, "form": form}
    return render(request, "reviews/rename_deck.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: LearnerRequest, slug: str) -> HttpResponse:
    """Say what goes with a deck of one's own, and delete it when that is confirmed."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    if request.method == "POST":
        own_decks.delete(deck)
        messages.success(request, f"“{deck}” is deleted.")
        return redirect("reviews:decks")
    return render(request, "reviews/delete_deck.html", {"deck": deck, "losses": own_decks.losses(deck)})

"""What a person does with their own decks: new, described, archived, deleted and restored."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.services.deck_lock import lock_deck
from apps.library.deck_pages.decks import deleted_decks
from apps.library.deck_pages.forms import OwnDeckForm
from apps.library.services import own_decks
from apps.reviews.services import subscribe
from apps.web.http import LearnerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: LearnerRequest) -> HttpResponse:
    """Make a deck of the person's own, and lead on to its first card."""
    initial = {"language": request.LANGUAGE_CODE, "title": "" if request.user.decks.exists() else _("My cards")}
    form = OwnDeckForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        deck, is_new = own_decks.create_deck_once(request.user, form.instance)
        if is_new:
            subscribe(request.user, deck, today=request.user.study_day(timezone.now()))
            messages.success(request, _("Created “%(deck)s”.") % {"deck": deck})
        return redirect("library:add", deck.slug)
    return render(request, "library/new_deck.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: LearnerRequest, slug: str) -> HttpResponse:
    """Change the title, the description and the language of one of the person's own decks."""
    if request.method == "POST":
        return _save(request, slug)
    deck = get_object_or_404(request.user.decks, slug=slug)
    context = {"deck": deck, "title": deck.title, "form": OwnDeckForm(instance=deck)}
    return render(request, "library/edit_deck.html", context)


@transaction.atomic
def _save(request: LearnerRequest, slug: str) -> HttpResponse:
    """Save what is typed, or show what is wrong with it; nobody else saves the deck in the meantime."""
    lock_deck(get_object_or_404(request.user.decks, slug=slug).pk)
    deck = get_object_or_404(request.user.decks, slug=slug)  # as it is now that nobody else saves
    before = deck.title
    form = OwnDeckForm(request.POST, instance=deck)
    if not form.is_valid():
        context = {"deck": deck, "title": before, "form": form}
        return render(request, "library/edit_deck.html", context, status=422)
    own_decks.describe_deck(deck)
    messages.success(request, form.saved_sentence(_("Saved “%(deck)s”.") % {"deck": deck}))
    return redirect("library:deck", slug)


@require_POST
@login_required
def archive(request: LearnerRequest, slug: str) -> HttpResponse:
    """Take one of the person's own decks out of the daily review and the lists; the list offers to undo it."""
    deck = get_object_or_404(request.user.decks, slug=slug, archived_at=None)
    own_decks.archive_deck(deck, at=timezone.now())
    return redirect(f"{reverse('library:decks')}?{urlencode({'archived': slug})}")


@require_POST
@login_required
def unarchive(request: LearnerRequest, slug: str) -> HttpResponse:
    """List an archived deck again, and review it if it was reviewed before."""
    deck = get_object_or_404(request.user.decks, slug=slug, archived_at__isnull=False)
    own_decks.unarchive_deck(deck, today=request.user.study_day(timezone.now()))
    messages.success(request, _("“%(deck)s” is no longer archived.") % {"deck": deck})
    return redirect("library:deck", slug)


@require_POST
@login_required
def delete(request: LearnerRequest, slug: str) -> HttpResponse:
    """Delete one of the person's own decks; the list offers to undo it for a day."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    own_decks.mark_deleted(deck, at=timezone.now())
    return redirect("library:decks")


@require_POST
@login_required
def restore(request: LearnerRequest, slug: str) -> HttpResponse:
    """Undo the deletion of one of the person's own decks."""
    now = timezone.now()
    deck = get_object_or_404(deleted_decks(request.user, now), slug=slug)
    if not own_decks.restore_deck(deck, today=request.user.study_day(now)):
        raise Http404
    messages.success(request, _("Restored “%(deck)s”.") % {"deck": deck})
    return redirect("library:deck", slug)

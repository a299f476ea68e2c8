"""Editing a card: from its deck, or in the middle of a review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.cards.models import Card, CardQuerySet, Deck
from apps.cards.services.deck_lock import lock_deck
from apps.library.editor import just_added
from apps.library.editor.card_forms import CardForm
from apps.library.services.write_cards import change_card
from apps.library.views.editor import editor_page, preview_page
from apps.web.http import LearnerRequest, next_url


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show a card's form, preview what is typed, or save it and go back to where the person came from (?next=)."""
    if request.method == "POST" and "preview" not in request.POST:
        return _save(request, card_id)
    card = get_object_or_404(_cards(request), pk=card_id)
    form = CardForm(request.POST or None, deck=card.note.deck, instance=card.note)
    if form.is_bound:
        return preview_page(request, form)
    return editor_page(request, form, card=card, back=_back(request, card.note.deck))


@transaction.atomic
def _save(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Save what is typed, or show what is wrong with it; nobody else saves a card of the deck in the meantime."""
    lock_deck(get_object_or_404(_cards(request), pk=card_id).note.deck_id)
    card = get_object_or_404(_cards(request), pk=card_id)  # as it is now that nobody else saves
    note, back = card.note, _back(request, card.note.deck)
    form = CardForm(request.POST, deck=note.deck, instance=note)
    if not form.is_valid():
        return editor_page(request, form, status=422, card=card, back=back)
    change_card(note, form.labels(form.cleaned_data))
    just_added.remember_draft(request.session, form.cleaned_data["draft"])
    messages.success(request, form.saved_sentence(_("Saved. The schedule stays as it is.")))
    return redirect(_after(card, back))


def _cards(request: LearnerRequest) -> CardQuerySet:
    decks = Deck.objects.editable_by(request.user)
    return Card.objects.select_related("note__deck__course", "note__section").filter(note__deck__in=decks)


def _after(card: Card, back: str) -> str:
    """Return where to go on: the review has no page of a card that its note no longer makes."""
    review = reverse("reviews:session")
    is_gone = back.startswith(review) and Card.objects.filter(pk=card.pk, archived=True).exists()
    return review if is_gone else back


def _back(request: LearnerRequest, deck: Deck) -> str:
    """Return the page that the person came from, or else the deck's."""
    return next_url(request, reverse("library:deck", args=[deck.slug]))

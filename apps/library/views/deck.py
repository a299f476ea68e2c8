"""A deck's page: its cards, and how the person studies it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.cards.models import Deck
from apps.library.browse.act_words import last_act
from apps.library.deck_pages.deck_cards import archived_cards, list_cards, tags_of
from apps.library.deck_pages.studying import cards_of, offer_of, study_of
from apps.reviews.services.day_builder import build_day
from apps.web.http import VisitorRequest


@require_safe
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a deck's cards, and what the person may do with them."""
    found = get_object_or_404(Deck.objects.visible_to(request.user).select_related("course", "lesson"), slug=slug)
    now = timezone.now()
    study = offer = done = None
    own = editable = False
    if request.user.is_authenticated:
        own = found.owner_id == request.user.pk
        editable = own or Deck.objects.editable_by(request.user).filter(pk=found.pk).exists()
        done = last_act(request.user, request.GET.get("done", ""), now)
        today = request.user.study_day(now)
        build_day(request.user, today)
        study = study_of(request.user, found, today)
        offer = None if study or found.archived_at else offer_of(found, today)
    cards, archived = cards_of(found, study), archived_cards(found)
    context = {
        "deck": found,
        "own": own,
        "editable": editable,
        "study": study,
        "offer": offer,
        "number": cards.count(),
        "list": list_cards(cards, archived if editable else archived.none(), study, request.GET, now),
        "tags": tags_of(found),
        "done": done,
    }
    return render(request, "library/deck.html", context)

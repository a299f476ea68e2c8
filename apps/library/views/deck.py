"""A deck's page: its cards, and how the person studies it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.library.browse.act_words import last_act
from apps.library.deck_pages.deck_cards import archived_cards, list_cards, tags_of
from apps.library.deck_pages.ordered_cards import OrderedCards
from apps.library.deck_pages.studying import Offer, Study, offer_of, study_of
from apps.library.views.kept_deck import kept_deck
from apps.reviews.services.day_builder import build_day
from apps.web.http import VisitorRequest


@require_safe
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a deck's cards, and what the person may do with them."""
    visible = Deck.objects.visible_to(request.user).select_related("course", "lesson")
    found = visible.filter(slug=slug).first()
    if found is None:
        return kept_deck(request, slug)
    now, person = timezone.now(), request.user if request.user.is_authenticated else None
    study, offer = _study_or_offer(person, found, now) if person else (None, None)
    own = bool(person and found.owner_id == person.pk)
    editable = own or bool(person and Deck.objects.editable_by(person).filter(pk=found.pk).exists())
    cards, archived = study.cards if study else OrderedCards(found, found.flashcards()), archived_cards(found)
    context = {
        "deck": found,
        "own": own,
        "editable": editable,
        "study": study,
        "offer": offer,
        "number": len(cards),
        "list": list_cards(cards, archived if editable else archived.none(), study, request.GET, now),
        "tags": tags_of(found),
        "done": last_act(person, request.GET.get("done", ""), now) if person else None,
    }
    return render(request, "library/deck.html", context)


def _study_or_offer(person: User, deck: Deck, now: datetime) -> tuple[Study | None, Offer | None]:
    """Return how the person studies the deck, or what studying it would give them."""
    today = person.study_day(now)
    build_day(person, today)
    study = study_of(person, deck, today)
    return study, None if study or deck.archived_at else offer_of(deck, today)

"""What a visitor wants to review: the session remembers it until they have signed up or logged in."""

from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.reviews import services
from apps.web.http import VisitorRequest

DECK, NOTES = "deck_to_study", "notes_to_review"  # in the session
MAX_NOTES = 100


def remember_deck(session: SessionBase, slug: str) -> None:
    """Remember the deck for the account that the visitor signs up for, or logs in to; which may see more decks."""
    session[DECK] = slug


def remember_note(session: SessionBase, note: int) -> None:
    """Remember a note in the same way, next to those that it has already."""
    session[NOTES] = list(dict.fromkeys([*session.get(NOTES, ()), note]))[-MAX_NOTES:]


def to_account(request: VisitorRequest) -> HttpResponse:
    """Lead a visitor to where they get an account, or log in to theirs."""
    return redirect("account_signup" if "sign_up" in request.POST else "account_login")


def subscribe_to_pending(session: SessionBase, user: User, today: date) -> Deck | None:
    """Study the deck that the session remembers, if there is one that the person may see, and return it."""
    deck = Deck.objects.visible_to(user).filter(slug=session.pop(DECK, "")).first()
    if deck:
        services.subscribe(user, deck, today=today)
    return deck


def pick_pending(session: SessionBase, user: User, today: date) -> int:
    """Pick the cards of the notes that the session remembers and the person may see; return how many they are."""
    notes = {"note__in": session.pop(NOTES, ()), "note__deck__in": Deck.objects.visible_to(user)}
    cards_by_deck: dict[int, list[Card]] = {}
    for card in Card.objects.in_use().filter(**notes).select_related("note"):
        cards_by_deck.setdefault(card.note.deck_id, []).append(card)
    for cards in cards_by_deck.values():
        services.pick(user, cards, today=today)
    return sum(map(len, cards_by_deck.values()))

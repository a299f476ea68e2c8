"""Where cards are from: source, licence and attribution of each deck, for the last page of a print."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from apps.cards.models import Deck
from apps.printing.layouts.layout import lesson_name

TEMPLATE = "printing/_colophon.html"


def credits_of(decks: Sequence[Deck]) -> str:
    """Return what the decks say of themselves as HTML, by their names where they are several; empty for nothing."""
    several = len(decks) > 1
    telling = [deck for deck in decks if deck.licence or deck.attribution or deck.source_url]
    named = [(lesson_name(deck) if several else "", deck) for deck in telling]
    return render_to_string(TEMPLATE, {"named": named}).strip() if named else ""

"""Where cards are from: source, license and attribution of each deck, for the last page of a print."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from apps.cards.models import Deck
from apps.printing.card_names import lesson_name

TEMPLATE = "printing/_colophon.html"


def credits_html(decks: Sequence[Deck]) -> str:
    """Return the credits of the decks, each under its name where they are several; empty where there are none."""
    is_several = len(decks) > 1
    credited = [deck for deck in decks if deck.licence or deck.attribution or deck.source_url]
    named = [(lesson_name(deck) if is_several else "", deck) for deck in credited]
    return render_to_string(TEMPLATE, {"named": named}).strip() if named else ""

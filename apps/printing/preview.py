"""The first card as it will look on its paper, drawn to scale in the print page."""

from dataclasses import dataclass
from typing import Any

from apps.cards.models import Card
from apps.printing.layouts import TITLE_LENGTH, credit_of, shortened
from apps.printing.options import DUPLEX, OF_A_LESSON, ONE_PER_PAGE, Options
from apps.printing.selection import Selection

PIXELS_PER_MM = 96 / 25.4
CARD_MM = (148.0, 105.0)  # of a card in a layout with several on a page: what matters there is its text
USUAL_MARGIN_MM = 9


@dataclass(frozen=True)
class Preview:
    """A piece of paper and what stands on it, in CSS pixels; texts because a template would write 1,5 for 1.5."""

    card: dict[str, Any]
    width: str
    height: str
    margin: str
    inner_width: str
    inner_height: str
    scale: str


def preview_of(selection: Selection, options: Options) -> Preview | None:
    """Return the first card on its paper; None where there is none, or where questions are printed."""
    if options.layout in OF_A_LESSON or not len(selection):
        return None
    card = Card.objects.select_related("note__deck").filter(pk=selection.cards[0]).first()
    if card is None:
        return None
    width, height = options.size_mm if options.layout in (ONE_PER_PAGE, DUPLEX) else CARD_MM
    margin = USUAL_MARGIN_MM if options.margin_mm is None else options.margin_mm
    scale = options.scale / 100
    return Preview(
        card=_words_of(card, len(selection)),
        width=_pixels(width),
        height=_pixels(height),
        margin=_pixels(margin),
        inner_width=_pixels((width - 2 * margin) / scale),
        inner_height=_pixels((height - 2 * margin) / scale),
        scale=f"{scale:g}",
    )


def _words_of(card: Card, count: int) -> dict[str, Any]:
    deck = card.note.deck
    small_print = {"deck_title": shortened(deck.title, TITLE_LENGTH), "credit": credit_of(deck)}
    return {"card": card, "place": f"1 of {count:,}", "bookmark": "", "language": deck.language, **small_print}


def _pixels(mm: float) -> str:
    return f"{mm * PIXELS_PER_MM:.1f}"

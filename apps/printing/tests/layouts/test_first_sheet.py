"""The drawing of the first sheet has what the printed sheet has: continued cards, and the credits."""

import re

import pytest

from apps.cards.models import Deck, Note
from apps.cards.services.notes import save_note
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.make_print import Print
from apps.printing.request.options import PrintOptions
from apps.printing.tests.support.selections import all_flashcards

PAGE = "/decks/diffusion/print/"
CONTINUES = "A card that is too long for its place continues in the next one."


@pytest.fixture
def long_card(deck):
    """The second of the deck's cards, whose answer needs several places of a small sheet."""
    note = Note.objects.filter(deck=deck).order_by("pk")[1]
    note.back = "One more sentence that needs its room.\n\n" * 40
    save_note(note)
    return note


def drawn(client, query):
    """Return the sides of the drawing in words, and whether the page says that long cards are yet to be laid out."""
    text = client.get(f"{PAGE}?{query}").text
    return re.findall(r'aria-label="((?:First sheet|Its other)[^"]*)"', text), CONTINUES in text


def test_a_card_that_continues_takes_its_places_once_it_is_laid_out(client, deck, long_card):
    query = "layout=sheet&per_sheet=4"
    assert drawn(client, query) == (
        ["First sheet, fronts: 1, 2, 3", "Its other side, flipped on the long edge: 2, 1, 3"],
        True,
    )
    Print(layout_for(all_flashcards(deck), PrintOptions(layout="sheet", per_sheet=4))).make()
    (fronts, backs), is_planned = drawn(client, query)
    assert fronts.startswith("First sheet, fronts: 1, 2, 2 (2), ")
    assert "2 (2)" in backs
    assert not is_planned


def test_the_credits_are_drawn_behind_the_last_card(client, deck):
    Deck.objects.filter(pk=deck.pk).update(licence="CC BY 4.0")
    assert drawn(client, "layout=sheet&per_sheet=4")[0] == [
        "First sheet, fronts: 1, 2, 3, ©",
        "Its other side, flipped on the long edge: 2, 1, ©, 3",
    ]
    assert drawn(client, "layout=fold")[0][0].endswith("3 question, 3 answer, ©, ©")
    assert "©" not in drawn(client, "layout=sheet&per_sheet=2")[0][0]

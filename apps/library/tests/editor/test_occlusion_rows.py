"""Masks over a picture, written as rows of numbers."""

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck
from apps.cards.tests.support.pictures import picture

FRONT = "![A ship](ship.png)"


@pytest.fixture
def knots(learner):
    deck = make_deck(owner=learner, slug="knots")
    add_to_deck(deck, {"ship.png": store_media(verify(picture(size=(200, 100))))})
    return deck


def sent(*rows, cover="all", **fields):
    names = ("number", "shape", "left", "top", "width", "height")
    columns = {f"mask_{name}": [row[index] for row in rows] for index, name in enumerate(names)}
    return {"kind": "occlusion", "front": FRONT, "back": "", "cover": cover, **columns, **fields}


BLANK = ("", "rect", "", "", "", "")


def test_each_row_is_a_card(me, knots):
    rows = [("", "rect", "10", "20", "30", "12.5"), ("", "ellipse", "50", "50", "10", "10"), BLANK]
    me.post("/decks/knots/add/", sent(*rows))
    note = knots.notes.get()
    assert note.back == "c1 rect 0.1 0.2 0.3 0.125 always\nc2 ellipse 0.5 0.5 0.1 0.1 always"
    assert note.cards.count() == 2


def test_rows_of_one_number_are_asked_together_and_others_may_stay_open(me, knots):
    rows = [("1", "rect", "10", "20", "30", "10"), ("1", "rect", "50", "50", "10", "10")]
    me.post("/decks/knots/add/", sent(*rows, cover="one"))
    assert "always" not in knots.notes.get().back
    assert knots.notes.get().cards.count() == 1


def test_what_is_under_a_mask_is_shown_with_its_answer_alone(me, knots):
    rows = [("", "rect", "10", "20", "30", "10"), ("", "rect", "50", "50", "10", "10"), BLANK]
    me.post("/decks/knots/add/", sent(*rows, mask_under=["The  bowline = a knot", "", ""]))
    note = knots.notes.get()
    assert note.back.splitlines()[0] == "c1 rect 0.1 0.2 0.3 0.1 always = The bowline = a knot"
    cards = note.cards.order_by("ordinal")
    assert ["The bowline" in card.back for card in cards] == [True, False]
    assert not any("The bowline" in card.front for card in cards)
    page = me.get(f"/cards/{cards[0].pk}/edit/").text
    assert 'name="mask_under" value="The bowline = a knot"' in page


def test_what_is_no_number_is_named_and_stays_in_its_row(me, knots):
    response = me.post("/decks/knots/add/", sent(("", "rect", "ten", "20", "30", "10")))
    assert response.status_code == 422
    assert "Line 1:" in response.text
    assert 'value="ten"' in response.text


def test_an_edited_note_shows_its_masks_and_keeps_polygons(me, knots):
    rows = [("", "rect", "10", "20", "30", "10"), ("", "polygon 0.5 0.5 0.7 0.5 0.6 0.9", "", "", "", "")]
    me.post("/decks/knots/add/", sent(*rows))
    note = knots.notes.get()
    page = me.get(f"/cards/{note.cards.first().pk}/edit/").text
    assert 'name="mask_width" value="30"' in page
    me.post(f"/cards/{note.cards.first().pk}/edit/", sent(("1", *rows[0][1:]), ("2", *rows[1][1:])))
    assert "c2 polygon 0.5 0.5 0.7 0.5 0.6 0.9 always" in knots.notes.get().back


def test_without_masks_one_is_asked_for(me, knots):
    response = me.post("/decks/knots/add/", sent(BLANK))
    assert response.status_code == 422
    assert "Cover a part of the picture with a mask." in response.text

"""What goes on which sheet, and in which part."""

import pytest

from apps.printing import layouts
from apps.printing.layouts import Part


def test_a_small_deck_is_one_part(deck):
    assert layouts.parts_of(deck) == [Part(1, 1, 3)]


def test_a_deck_without_cards_has_no_part(deck):
    deck.notes.all().delete()
    assert layouts.parts_of(deck) == []


def test_a_large_deck_is_divided(deck, monkeypatch):
    monkeypatch.setattr(layouts, "CARDS_PER_PART", 2)
    assert layouts.parts_of(deck) == [Part(1, 1, 2), Part(2, 3, 3)]


def test_long_cards_make_smaller_parts(deck, monkeypatch):
    monkeypatch.setattr(layouts, "TEXT_PER_PART", 50)
    assert layouts.parts_of(deck) == [Part(1, 1, 1), Part(2, 2, 2), Part(3, 3, 3)]


def test_groups_hold_all_sheets_in_order(deck, monkeypatch):
    monkeypatch.setattr(layouts, "CARDS_PER_GROUP", 2)
    sheets = layouts.sheets_of(deck, Part(1, 1, 3), 3)
    assert [len(group) for group in layouts.groups(sheets)] == [2, 1]
    assert [sheet for group in layouts.groups(sheets) for sheet in group] == sheets


def test_a_sheet_says_which_of_the_deck_it_is(deck):
    (sheet,) = layouts.sheets_of(deck, Part(2, 2, 2), 1234)
    assert sheet.place == "2 of 1,234"
    assert sheet.bookmark == "Question 2?"


@pytest.mark.parametrize(
    ("front", "bookmark"),
    [
        ("What is **a &lt; b**\n\nnow?", "What is a < b now?"),
        ("word " * 40, "word " * 15 + "word…"),
        ("$$x$$", "x"),
        ("---", "Card 1"),
    ],
)
def test_a_bookmark_is_the_start_of_the_question(deck, add_note, front, bookmark):
    deck.notes.all().delete()
    add_note(front)
    assert layouts.sheets_of(deck, Part(1, 1, 1), 1)[0].bookmark == bookmark


def test_the_small_print_names_licence_and_attribution(deck):
    deck.licence, deck.attribution = "CC BY 4.0", "Ada"
    assert layouts.sheets_of(deck, Part(1, 1, 1), 3)[0].credit == "CC BY 4.0 · Ada"


def test_what_an_author_wrote_cannot_leave_its_place(deck):
    deck.title, deck.licence = '"><script>', "<b>"
    html = layouts.sheets_of(deck, Part(1, 1, 1), 3)[0].html()
    assert "<script>" not in html
    assert "<b>" not in html

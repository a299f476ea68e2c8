"""A deck's flashcards: which, and on which sheet."""

import re
from dataclasses import replace

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_note
from apps.printing.card_names import truncate_to_width
from apps.printing.layouts import flashcards
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.request.options import PrintOptions
from apps.printing.tests.support.selections import all_flashcards


def one_per_page(deck):
    return OnePerPage(all_flashcards(deck), PrintOptions())


def test_it_counts_the_cards(deck):
    assert one_per_page(deck).count == 3


def test_groups_hold_all_sheets_in_order(deck, monkeypatch):
    monkeypatch.setattr(flashcards, "CARDS_PER_GROUP", 2)
    layout = one_per_page(deck)
    groups = list(layout.groups())
    assert [len(group) for group in groups] == [2, 1]
    assert [sheet for group in groups for sheet in group] == list(layout.sheets())


def test_a_sheet_says_which_of_the_deck_it_is(deck):
    _, sheet, _ = one_per_page(deck).sheets()
    assert re.fullmatch(r"2 of 3 · [2-9B-Z]{6}", sheet.position)
    assert sheet.bookmark == "Question 2?"


@pytest.mark.parametrize(
    ("front", "bookmark"),
    [
        ("What is **a &lt; b**\n\nnow?", "What is a < b now?"),
        ("word " * 40, "word " * 15 + "word…"),
        ("$$x$$", "x"),
    ],
)
def test_a_bookmark_is_the_start_of_the_question(deck, front, bookmark):
    deck.notes.all().delete()
    make_note(deck, front, "Answer.")
    assert next(one_per_page(deck).sheets()).bookmark == bookmark


def test_the_bookmark_of_a_question_without_a_word_is_its_number(deck):
    Card.objects.filter(note__deck=deck).update(front='<p><img src="media:map.png" alt=""></p>')
    assert next(one_per_page(deck).sheets()).bookmark == "Card 1"


def test_the_small_print_names_licence_and_attribution(deck):
    deck.licence, deck.attribution = "CC BY 4.0", "Ada"
    deck.save()
    assert next(one_per_page(deck).sheets()).credit == "CC BY 4.0 · Ada"


def test_what_an_author_wrote_cannot_leave_its_place(deck):
    deck.title, deck.licence = '"><script>', "<b>"
    deck.save()
    html = next(one_per_page(deck).sheets()).html()
    assert "<script>" not in html
    assert "<b>" not in html


def test_only_flashcards_are_printed_where_a_deck_also_holds_questions(lesson):
    assert [sheet.bookmark for sheet in one_per_page(lesson.deck).cards()] == ["What is a token?"]


def test_a_scenario_is_printed_with_its_exercise_and_its_labels(lesson, printed_sheets):
    lesson.deck.sections.get(kind="flashcards").notes.all().delete()
    layout = one_per_page(lesson.deck)
    pages = printed_sheets(layout.sheets()).pages
    assert len(pages) == 7  # six cards, and where they are from
    assert pages[2].startswith("U-Net or DiT? Decide for each. One GPU. U-Net / DiT U-Net. Cheaper steps.")
    assert pages[4].startswith("Count the work Take a picture of 16 pixels. Part A. How many patches? Four.")


def test_a_card_that_cannot_be_printed_leaves_out_its_context_and_choices(lesson):
    card = next(one_per_page(lesson.deck).sheets())
    scenario = replace(card, context="<p>Context</p>", choices=["one", "two"])
    assert "Context" not in scenario.placeholder().html()
    assert "one / two" not in scenario.placeholder().html()


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("Diffusion", 10, "Diffusion"),
        ("diffusion", 9, "diffusion"),
        ("diffusion models", 9, "diffusio…"),
        ("模型与噪声", 10, "模型与噪声"),
        ("模型与噪声", 9, "模型与噪…"),
        ("WWWWW", 9, "WWWW…"),
        ("e\u0301" * 9, 9, "e\u0301" * 9),
        ("", 9, ""),
    ],
)
def test_a_text_is_cut_where_its_letters_have_no_room(text, room, shown):
    assert truncate_to_width(text, room) == shown


@pytest.mark.slow
@pytest.mark.parametrize("title", ["Deck " * 30, "模型与噪声图像注意力训练样本" * 8, "W" * 90])
@pytest.mark.parametrize(
    "options",
    [{}, {"paper": "a7"}, {"layout": "sheet", "per_sheet": 16}, {"layout": "sheet", "per_sheet": 16, "margin_mm": 40}],
)
def test_a_foot_stays_on_its_paper(deck, on_paper, title, options):
    deck.title, deck.licence, deck.attribution = title[:120], title[:100], title[:100]
    deck.save()
    made = on_paper(layout_for(all_flashcards(deck), PrintOptions(**options)))
    assert made.text.count("of 3 ·") == (6 if "layout" in options else 3)
    for page in made.document:
        text = page.get_textpage()
        assert all(text.get_charbox(at)[1] > 0 for at in range(text.count_chars()))


def test_what_scrolls_on_a_page_is_plain_on_paper(sheet):
    html = sheet("    x = 1", "|a|\n|-|\n|1|").html()
    assert "<pre><code>" in html
    assert "<table>" in html
    assert "tabindex" not in html


def test_headings_of_a_card_begin_at_the_highest_level(sheet):
    html = sheet("# Noise", "## Steps\n\n### One").html()
    assert "<h1>Noise</h1>" in html
    assert "<h1>Steps</h1>" in html
    assert "<h2>One</h2>" in html

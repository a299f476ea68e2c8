"""What a page keeps closed is never printed with the question: it follows the answer."""

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.printing.layouts.layout_registry import CARD_LAYOUTS, layout_for
from apps.printing.layouts.paper_text.foldings import split_foldings
from apps.printing.layouts.worksheets import Worksheet
from apps.printing.request.options import ANSWER_KEY, WORKSHEET, PrintOptions
from apps.printing.tests.support.selections import all_flashcards

FOLDED = "What is it?\n\n<details><summary>Hint</summary>\n\nIt runs.\n\n</details>"


def test_nested_foldings_are_taken_out_whole():
    html = "<p>a</p><details><summary>b</summary><details>c</details>d</details><p>e</p><details>f</details>"
    assert split_foldings(html) == (
        "<p>a</p><p>e</p>",
        "<details><summary>b</summary><details>c</details>d</details><details>f</details>",
    )


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_a_hint_follows_the_answer_in_every_layout(course, layout):
    deck = make_deck(course)
    make_note(deck, FOLDED, "A river.")
    pages = "".join(
        sheet.html() + sheet.label
        for group in layout_for(all_flashcards(deck), PrintOptions(layout=layout)).groups()
        for sheet in group
    )
    assert pages.count("It runs.") == 1
    assert pages.index("What is it?") < pages.index("A river.") < pages.index("It runs.")


def test_a_hint_that_the_answer_repeats_is_printed_once(course):
    deck = make_deck(course)
    make_note(deck, FOLDED, f"{FOLDED}\n\nA river.")
    (sheet, *_) = next(layout_for(all_flashcards(deck), PrintOptions()).groups())
    assert sheet.html().count("It runs.") == 1


def test_a_question_that_is_folded_as_a_whole_is_asked_by_its_summary(course):
    deck = make_deck(course)
    make_note(deck, "<details><summary>What runs?</summary>\n\nIt is wet.\n\n</details>", "A river.")
    (sheet, *_) = next(layout_for(all_flashcards(deck), PrintOptions()).groups())
    assert sheet.front == "<p>What runs?</p>"
    assert "It is wet." in sheet.back


def test_a_worksheet_leaves_foldings_to_its_answer_key(lesson):
    lesson.introduction = "Start.\n\n<details><summary>More</summary>\n\nFolded start.\n\n</details>"
    lesson.deck.sections.update(introduction="Go on.\n\n<details><summary>More</summary>\n\nFolded rest.\n\n</details>")
    card = Card.objects.filter(note__section__kind="self_check").first()
    card.front = card.note.front = "<p>Asked?</p><details><summary>Hint</summary><p>A hint.</p></details>"
    card.save()
    sheet, key = (
        "".join(block.html() for group in Worksheet(lesson, PrintOptions(layout=layout)).groups() for block in group)
        for layout in (WORKSHEET, ANSWER_KEY)
    )
    for folded in ("Folded start.", "Folded rest.", "A hint."):
        assert folded not in sheet
        assert folded in key
    assert "Asked?" in sheet

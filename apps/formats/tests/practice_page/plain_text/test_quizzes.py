"""A quiz of copied text under its own heading, and questions that nothing answers."""

import pytest

from apps.formats.markdown import deck_file
from apps.formats.practice_page import page_reader

CARDS = "Flashcards\nQ. What is x?\nA letter.\nQ. What is y?\nAnother.\n"
OPENED = "1. What is red?\nShow answer\nA color.\n2. What is a pea?\nShow answer\nA seed.\n"
ASKED = [("What is red?", "A color."), ("What is a pea?", "A seed.")]


def asked(text):
    parts = page_reader.read("", text.encode()).parts
    return [(item.front, item.back) for part in parts for item in part.items if part.title.startswith("Quiz")]


@pytest.mark.parametrize("text", [f"Loops\nQuiz\n{OPENED}{CARDS}", f"Loops\n{CARDS}Quiz 2\n{OPENED}"])
@pytest.mark.parametrize("opens", [True, False], ids=["opened", "below"])
def test_a_quiz_between_other_sections_is_read(text, opens):
    assert asked(text if opens else text.replace("Show answer\n", "")) == ASKED


def test_a_quiz_whose_questions_have_no_numbers_is_read():
    assert asked(f"Loops\nQuiz\nWhat is red?\nA color.\nWhat is a pea?\nA seed.\n{CARDS}") == ASKED


def test_a_quiz_with_choices_and_an_answer_to_each_is_graded():
    text = "Loops\nQuiz\n1. Red?\nA) a color\nB) a fruit\nAnswer: A\n2. Pea?\nA) a color\nB) a seed\nAnswer: B\n"
    (part, *_more) = page_reader.read("", (text + CARDS).encode()).parts
    items = [item for part in page_reader.read("", (text + CARDS).encode()).parts for item in part.items]
    assert [(item.front, item.label) for item in items[:2]] == [("Red?", "a color"), ("Pea?", "a seed")]
    assert "a color" in part.labels


def test_a_section_of_which_no_question_can_be_read_is_named():
    page = page_reader.read("", f"Loops\nSelf-check\nRed is a color.\n{CARDS}".encode())
    assert [str(warned).split(" Number")[0] for warned in page.warnings] == [
        "Line 2: “Self-check” has no question that could be read."
    ]


def test_copied_text_is_read_whatever_its_file_is_called():
    deck = deck_file.read(f"Quiz\n\n{OPENED}".encode())
    assert [(note.front, note.back) for note in deck.notes] == ASKED


def test_questions_below_the_others_that_nothing_answers_are_named():
    text = "<details><summary>a?</summary>b</details>\n\n## Quiz\n\n1. What is red?\n2. **Why?**\n\n**And this?**\n"
    (warned,) = deck_file.read(text.encode()).warnings
    assert str(warned).startswith("3 lines look like questions, and were not read as such: lines 5, 6, 8.")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lines_that_ask_and_answer_by_turns_are_cards_from_the_first_one(gap):
    page = page_reader.read("", f"What is red?\nA color.{gap}What is a pea?\nA seed.\n".encode())
    assert [(item.front, item.back) for item in page.parts[0].items] == ASKED
    assert page.title == ""

"""Advice to authors is given where it is true, and not elsewhere."""

import pytest

from apps.cards.lint import (
    MAX_ANSWER_LENGTH,
    advice_on_duplicates,
    advice_on_introduction,
    advice_on_item,
    advice_on_labels,
    count_listed,
    prose,
)
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item, Part


def advice(front, back="Short.", kind=FLASHCARDS, label=""):
    return advice_on_item(Item(front=front, back=back, label=label), kind)


@pytest.mark.parametrize(
    "front",
    [
        "What is a patch? Who invented it?",
        "What is MM-DiT and what does it parallel?",
        "Which backbone was used, and what was it built for?",
        "How does MM-DiT treat text, and which idea does that repeat?",
        "When was it made and who made it? **Think.**\n\nWhere is it now?",
        "What was the backbone, and what kind of network is it?",
    ],
)
def test_two_questions_on_one_card_get_advice(front):
    assert any("Two questions in one" in sentence for sentence in advice(front))


@pytest.mark.parametrize(
    "front",
    [
        "What is a patch?",
        "How and why did it change?",
        "Does it scale? Why?",
        "Is it learned, or fixed? Why not?",
        "Which step is learned, and from what?",
        "Explain what it is and how it works.",
        "Who says what is asked and what is answered?",
        "What do bread and butter cost?",
        "What is the difference between what is written and what is meant?",
        "A model has 12 layers. How many heads does it have?",
        "What is between salt and pepper, and nothing else?",
        "```\nwhat is this? what is that?\n```\nWhat does it print?",
        "She asked “and where is it?”",
        "",
    ],
)
def test_one_question_gets_no_advice(front):
    assert advice(front) == []


def test_the_advice_quotes_the_two_questions_and_tells_what_to_do():
    assert advice("What is MM-DiT and what does it parallel?") == [
        "Two questions in one: “What is MM-DiT?” and “What does it parallel?” Ask each on its own."
    ]


def test_an_answer_over_300_characters_gets_advice_with_its_length():
    assert advice("What is it?", "x" * (MAX_ANSWER_LENGTH + 1)) == [
        "This answer has 301 characters. Up to 300 are easy to recall. Shorten or split it."
    ]
    assert advice("What is it?", "x" * MAX_ANSWER_LENGTH) == []


def test_code_and_markdown_syntax_do_not_make_an_answer_long():
    assert advice("What is it?", "```python\n" + "x = 1\n" * 100 + "```\n**Short.**") == []


def test_a_worked_answer_of_an_open_exercise_may_be_long():
    assert advice("Plan a model.", "x" * 900, kind=EXERCISE) == []
    assert advice("One GPU.", "x" * 900, kind=EXERCISE, label="U-Net") != []


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("Name practical costs of a DiT.", "Any two: a; b; c."),
        ("What does it cost?", "Any of: time; memory."),
        ("What are the costs?", "**Any two:** time; memory."),
    ],
)
def test_any_two_of_a_list_needs_the_number_in_the_question(front, back):
    assert any("Put the number in the question" in sentence for sentence in advice(front, back))


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("Name two practical costs.", "Any two: a; b; c."),
        ("Name one practical cost.", "Any: a; b; c."),
        ("Give an example of a cost.", "Any: a; b; c."),
        ("Name the three things that a DiT gains.", "1. a\n2. b\n3. c"),
        ("What three things does it buy?", "a; b; c"),
        ("How is a cake made?", "1. Stir.\n2. Bake."),
        ("What is attention?", "A sum; weights; values; more."),
        ("What is the answer?", "Any fool knows: 42."),
        ("Name the author.", "Anna."),
        ("Which of these are true?", "1. a\n2. b"),
    ],
)
def test_a_list_with_its_number_in_the_question_gets_no_advice(front, back):
    assert advice(front, back, kind=SELF_CHECK) == []


@pytest.mark.parametrize(
    ("back", "number"),
    [("- a\n- b\n- c", "three"), ("1. a\n2. b", "two"), ("(1) a. (2) b. (3) c.", "three"), ("a; b; c; d.", "four")],
)
def test_the_advice_on_a_list_has_the_number_of_its_items(back, number):
    assert advice("Name the costs of a DiT.", back) == [
        f"The answer lists {number}. Put the number in the question, as in “Name {number}”."
    ]


def test_any_two_under_a_question_for_three_gets_advice():
    assert advice("Name three costs.", "Any two: a; b.") == [
        "The question asks for three, the answer takes any two. Make them the same."
    ]
    assert advice("Name 2 costs.", "Any two: a; b; c.") == []


def test_a_label_without_a_scenario_gets_advice():
    items = (Item(front="A", label="U-Net"), Item(front="B", label="U-Net"))
    part = Part(kind=EXERCISE, title="", labels=("U-Net", "DiT"), items=items)
    assert advice_on_labels(part) == ["No scenario has the label “DiT”. Add a scenario, or remove the label."]


def test_labels_before_the_first_scenario_get_no_advice():
    assert advice_on_labels(Part(kind=EXERCISE, title="", labels=("U-Net", "DiT"))) == []


def test_a_wrong_number_of_questions_gets_advice():
    part = Part(kind=SELF_CHECK, title="", introduction="Seven short questions.", items=(Item("a?"),) * 6)
    assert advice_on_introduction(part, 6).endswith("but this section has 6. Correct the number, or remove it.")


@pytest.mark.parametrize(("kind", "introduction"), [(SELF_CHECK, "Two questions."), (EXERCISE, "Seven questions.")])
def test_a_correct_number_or_one_of_something_else_gets_no_advice(kind, introduction):
    part = Part(kind=kind, title="", introduction=introduction, items=(Item("a?"),) * 2)
    assert advice_on_introduction(part, 2) == ""


def test_the_second_of_two_questions_that_ask_the_same_gets_advice():
    items = [Item("What is a patch of a latent?"), Item("Why noise?"), Item("What is a latent patch?")]
    assert advice_on_duplicates(items) == {
        2: "This asks nearly the same as “What is a patch of a latent?” "
        "Keep one of the two, or make clear how they differ."
    }


def test_different_questions_about_one_thing_get_no_advice():
    items = [Item("What is a patch?"), Item("Why is a patch square?"), Item("What is a latent?"), Item("When is it?")]
    assert advice_on_duplicates(items) == {}


def test_things_are_counted_outside_code():
    assert count_listed("```\n- a\n- b\n```\nOne thing.") == 0
    assert count_listed("(1) a, then (3) b") == 0
    assert prose("~~~\ncode without end") == ""


@pytest.mark.parametrize(
    "part", ["?", "what and ", "what is and ", "a?", "```", "any ", "and what a ", "; ", "(1) ", "and what is "]
)
def test_every_long_text_is_read_in_time(part):
    text = part * (64_000 // len(part))
    advice(text, text)
    advice(f"What is {text}?")

"""Advice to authors: said where it is true, and not where it is not."""

import pytest

from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item, Part
from apps.lessons.lint import (
    LONG_ANSWER,
    advice_on_duplicates,
    advice_on_introduction,
    advice_on_item,
    advice_on_labels,
    prose,
    things_in,
)


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
def test_two_questions_on_one_card_are_named(front):
    assert any("Two questions at once" in sentence for sentence in advice(front))


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
        "What is the difference between what is said and what is meant?",
        "A model has 12 layers. How many heads does it have?",
        "What is between salt and pepper, and nothing else?",
        "```\nwhat is this? what is that?\n```\nWhat does it print?",
        "She asked “and where is it?”",
        "",
    ],
)
def test_one_question_is_left_alone(front):
    assert advice(front) == []


def test_the_two_questions_are_quoted_and_it_is_said_what_to_do():
    assert advice("What is MM-DiT and what does it parallel?") == [
        "Two questions at once: “What is MM-DiT?” and “What does it parallel?” Ask each on its own."
    ]


def test_an_answer_over_300_characters_is_named_with_its_length():
    assert advice("What is it?", "x" * (LONG_ANSWER + 1)) == [
        "This answer has 301 characters; up to 300 are easy to recall. Shorten or divide it."
    ]
    assert advice("What is it?", "x" * LONG_ANSWER) == []


def test_code_and_marks_do_not_make_an_answer_long():
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
    assert any("Say in the question how many are wanted" in sentence for sentence in advice(front, back))


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
def test_a_list_whose_number_is_said_or_not_wanted_is_left_alone(front, back):
    assert advice(front, back, kind=SELF_CHECK) == []


@pytest.mark.parametrize(
    ("back", "number"),
    [("- a\n- b\n- c", "three"), ("1. a\n2. b", "two"), ("(1) a. (2) b. (3) c.", "three"), ("a; b; c; d.", "four")],
)
def test_an_answer_that_lists_things_says_how_many_the_question_should_name(back, number):
    assert advice("Name the costs of a DiT.", back) == [
        f"The answer lists {number}. Say so in the question, as in “Name {number}”."
    ]


def test_any_two_under_a_question_for_three_is_named():
    assert advice("Name three costs.", "Any two: a; b.") == [
        "The question asks for three, the answer takes any two. Make them the same."
    ]
    assert advice("Name 2 costs.", "Any two: a; b; c.") == []


def test_a_label_that_no_scenario_has_is_named():
    items = (Item(front="A", label="U-Net"), Item(front="B", label="U-Net"))
    part = Part(kind=EXERCISE, title="", labels=("U-Net", "DiT"), items=items)
    assert advice_on_labels(part) == ["No scenario has the label “DiT”. Write one for it, or take the label out."]


def test_labels_before_the_first_scenario_are_left_alone():
    assert advice_on_labels(Part(kind=EXERCISE, title="", labels=("U-Net", "DiT"))) == []


def test_a_number_that_is_not_that_of_the_questions_is_named():
    part = Part(kind=SELF_CHECK, title="", introduction="Seven short questions.", items=(Item("a?"),) * 6)
    assert advice_on_introduction(part).endswith("there are 6. Change the number, or leave it out.")


@pytest.mark.parametrize(("kind", "introduction"), [(SELF_CHECK, "Two questions."), (EXERCISE, "Seven questions.")])
def test_a_number_that_is_right_or_not_of_questions_is_left_alone(kind, introduction):
    assert advice_on_introduction(Part(kind=kind, title="", introduction=introduction, items=(Item("a?"),) * 2)) == ""


def test_of_two_questions_that_ask_the_same_the_second_says_so():
    items = [Item("What is a patch of a latent?"), Item("Why noise?"), Item("What is a latent patch?")]
    assert advice_on_duplicates(items) == {
        2: "This asks nearly the same as “What is a patch of a latent?” Keep one of the two, or say how they differ."
    }


def test_questions_about_one_thing_that_ask_different_things_are_left_alone():
    items = [Item("What is a patch?"), Item("Why is a patch square?"), Item("What is a latent?"), Item("When is it?")]
    assert advice_on_duplicates(items) == {}


def test_things_are_counted_outside_code():
    assert things_in("```\n- a\n- b\n```\nOne thing.") == 0
    assert things_in("(1) a, then (3) b") == 0
    assert prose("~~~\ncode without end") == ""


@pytest.mark.parametrize(
    "part", ["?", "what and ", "what is and ", "a?", "```", "any ", "and what a ", "; ", "(1) ", "and what is "]
)
def test_no_text_is_too_much(part):
    text = part * (64_000 // len(part))
    advice(text, text)
    advice(f"What is {text}?")

"""Questions whose right choice is ticked, notebooks, and texts in a template literal."""

import json

import pytest

from apps.formats.markdown import deck_file
from apps.formats.practice_page import page_reader
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.practice_pages import page

CHOICES = "- [ ] Salt\n- [x] Sugar"


def asked(text, name="page.md"):
    found = page_reader.read(name, text.encode())
    return [(item.front, item.label, part.labels) for part in found.parts for item in part.items]


@pytest.mark.parametrize(
    "text",
    [
        f"**1. What does yeast eat?**\n\n{CHOICES}\n",
        f"### What does yeast eat?\n\n{CHOICES}\n",
        f"What does yeast eat?\n{CHOICES.replace('x', 'X').replace('-', '*')}\n",
        "1. What does yeast eat?\n   - [ ] Salt\n   - [x] Sugar\n",
        "- **What does yeast eat?**\n  - ( ) Salt\n  - (x) Sugar\n",
    ],
)
def test_a_ticked_choice_is_the_right_one(text):
    assert asked(f"## Quiz\n\n{text}") == [("What does yeast eat?", "Sugar", ("Salt", "Sugar"))]


def test_questions_with_the_same_choices_are_one_exercise():
    text = "1. Bread is old.\n   - [x] True\n   - [ ] False\n2. Yeast is dead.\n   - [ ] True\n   - [x] False\n"
    (part,) = page("## Quiz", text).parts
    assert [item.label for item in part.items] == ["True", "False"]


def test_several_ticks_make_an_open_question():
    (part,) = page("## Quiz", "Which are grains?", "- [x] Rye\n- [x] Oats\n- [ ] Salt").parts
    assert [(item.front, item.back) for item in part.items] == [
        ("Which are grains?\n\n- Rye\n- Oats\n- Salt", "- Rye\n- Oats")
    ]


def test_a_question_without_a_tick_is_left_out_and_named():
    found = page("## Quiz", "What is it?", "- [ ] Rye\n- [ ] Oats", "What does yeast eat?", CHOICES)
    assert [item.front for part in found.parts for item in part.items] == ["What does yeast eat?"]
    assert [str(warned.message)[:34] for warned in found.warnings] == ["This question has no right choice,"]


def test_choices_without_a_question_are_left_out_and_named():
    found = page("## Quiz", CHOICES, "Who bakes?", "- [x] You\n- [ ] Me")
    assert [item.front for part in found.parts for item in part.items] == ["Who bakes?"]
    assert [str(warned.message)[:30] for warned in found.warnings] == ["These choices have no question"]


@pytest.mark.parametrize(
    "folding",
    [
        "<details><summary>Explanation</summary>\n\nIt ferments.\n\n</details>",
        "<details>\n<summary>Show answer</summary>\n\nIt ferments.\n\n</details>",
        '??? info "Explanation"\n    It ferments.',
    ],
)
@pytest.mark.parametrize("heading", ["", "# Quiz\n\n", "## Self-check\n\n"])
def test_what_opens_below_choices_explains_them(heading, folding):
    text = f"{heading}**1. What does yeast eat?**\n\n{CHOICES}\n\n{folding}\n\n**2. Alive?**\n\n- [x] Yes\n- [ ] No\n"
    found = page_reader.read("page.md", text.encode())
    assert [(item.front, item.back, item.label) for part in found.parts for item in part.items] == [
        ("What does yeast eat?", "It ferments.", "Sugar"),
        ("Alive?", "", "Yes"),
    ]


def test_questions_whose_answers_open_are_asked_among_choices():
    folding = "<details><summary>Show answer</summary>\n\nFlour.\n\n</details>"
    found = page(
        "## Quiz", "What does yeast eat?", CHOICES, "What is milled?", folding, "Alive?", "- [x] Yes\n- [ ] No"
    )
    assert [(item.front, item.back or item.label) for part in found.parts for item in part.items] == [
        ("What does yeast eat?", "Sugar"),
        ("What is milled?", "Flour."),
        ("Alive?", "Yes"),
    ]


def test_a_list_of_what_to_do_above_answers_that_open_is_no_question():
    folding = "<details><summary>Show answer</summary>\n\nFlour.\n\n</details>"
    found = page("## Self-check", "Before you begin:", "- [x] Read\n- [ ] Bake", "**1. What is milled?**", folding)
    assert [(item.front, item.back) for part in found.parts for item in part.items] == [("What is milled?", "Flour.")]
    assert "Read" in found.parts[0].introduction


def test_an_item_that_asks_below_choices_is_a_question_of_its_own():
    found = page(
        "## Quiz", "### What does yeast eat?", CHOICES.replace("-", "*"), "1. Alive?\n   - [x] Yes\n   - [ ] No"
    )
    assert [(item.front, item.label) for part in found.parts for item in part.items] == [
        ("What does yeast eat?", "Sugar"),
        ("Alive?", "Yes"),
    ]


def test_a_key_that_contradicts_the_ticks_is_named():
    found = page("## Quiz", "What does yeast eat?", CHOICES, "## Answers", "1. Salt")
    assert [warned.place.line for warned in found.warnings] == [8]


def notebook(*cells):
    made = [{"cell_type": kind, "metadata": data, "source": text} for kind, text, data in cells]
    return json.dumps({"cells": made, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4})


def test_hidden_code_of_a_notebook_is_an_answer():
    text = notebook(
        ("markdown", "# Bread", {}),
        ("markdown", ["**1. How is it mixed?**\n"], {}),
        ("code", "mix()", {"tags": ["hide-input"]}),
    )
    (part,) = page_reader.read("a.ipynb", text.encode()).parts
    assert [(item.front, item.back) for item in part.items] == [("How is it mixed?", "```python\nmix()\n```")]


@pytest.mark.parametrize(
    "text", ['{"cells": [], "nbformat": 4', '{"cells": 3, "nbformat": 4}', '{"nbformat": 4, "cells": [1]}']
)
def test_a_damaged_notebook_is_refused(text):
    with pytest.raises(ImportProblem):
        page_reader.read("a.ipynb", text.encode())


@pytest.mark.parametrize(
    ("written", "shown"), [("`a ${'{'}b${'}'}`", "a {b}"), ('`${"$"}{x}`', "${x}"), ("`a ${b}`", "a ${b}")]
)
def test_a_template_literal_shows_the_texts_in_it(written, shown):
    (part,) = page("## Flashcards", f"<Flashcard question={{{written}}}>\nYes.\n</Flashcard>").parts
    assert part.items[0].front == shown


@pytest.mark.parametrize(
    "text",
    [
        "# Pets\n\nWhich is a pet?\n\n- [ ] stone\n- [x] cat\n\nWhich is hot?\n\n- [x] tea\n- [ ] ice\n",
        "### Which is a pet?\n\n- [ ] stone\n- [x] cat\n\n### Which is hot?\n\n- [x] tea\n- [ ] ice\n",
        "1. Which is a pet?\n   - [ ] stone\n   - [x] cat\n2. Which is hot?\n   - [x] tea\n   - [ ] ice\n",
    ],
    ids=["paragraphs", "headings", "items"],
)
def test_choices_need_no_heading_of_a_section(text):
    deck = deck_file.read(text.encode())
    assert [(note.front, note.label) for note in deck.notes] == [("Which is a pet?", "cat"), ("Which is hot?", "tea")]

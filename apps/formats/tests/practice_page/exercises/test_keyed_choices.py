"""Several questions with choices under one answer key. A wrong answer key is worse than none."""

from contextlib import suppress

import pytest

from apps.formats.problems import ImportProblem
from apps.formats.tests.support.practice_pages import details, page

NESTED = "1. What does yeast eat?\n   - A. Salt\n   - B. Sugar\n2. What is rye?\n   - A. A stone\n   - B. A seed"
SKY = "1. The sun shines.\n2. It is blue.\n3. It is far."
KEYED = [("What does yeast eat?", "Sugar", ""), ("What is rye?", "A seed", "")]


def quiz(*blocks):
    return page("# Bread", "## Quiz", *blocks)


def asked(found):
    return [(item.front, item.label, item.back) for part in found.parts for item in part.items]


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(NESTED, id="lists in a list"),
        pytest.param(NESTED.replace("- A.", "A)").replace("- B.", "B)"), id="lines in a list"),
        pytest.param(NESTED.replace("- A.", "- [ ] a)").replace("- B.", "- [ ] b)"), id="open tasks"),
        pytest.param(
            "1. What does yeast eat?\n\n   A) Salt\n   B) Sugar\n\n2. What is rye?\n\n   A) A stone\n   B) A seed",
            id="paragraphs in a list",
        ),
        pytest.param(
            "**1. What does yeast eat?**\n\n- A. Salt\n- B. Sugar\n\n"
            "**Question 2:** What is rye?\n\nA. A stone\nB. A seed",
            id="bold questions",
        ),
        pytest.param(
            "### Question 1\n\nWhat does yeast eat?\n\n(a) Salt\n(b) Sugar\n\n"
            "### Q2.\n\nWhat is rye?\n\n(a) A stone\n(b) A seed",
            id="headings",
        ),
        pytest.param(
            "1. What does yeast eat?\n   A. Salt   B. Sugar\n2. What is rye?\n   A. A stone   B. A seed", id="one line"
        ),
    ],
)
@pytest.mark.parametrize(
    "key",
    [
        details("1. B, 2. B"),
        details("1-B\n2-B"),
        details("1. B\n2. B"),
        details("2: b; 1: b", "Answers"),
        details("1. Sugar\n2. B. A seed"),
        details("| # | Answer |\n| --- | --- |\n| 1 | B |\n| 2 | B |"),
        "**Answers:** 1. B, 2. B",
        "### Answer key\n\n- 1 → B\n- 2 → B",
        "## Answer key\n\n1. B\n2. B",
        "## Answers\n\n" + details("1b 2b"),
    ],
)
def test_a_key_gives_each_question_its_choice_by_number(questions, key):
    found = quiz("Choose.", questions, key)
    assert (asked(found), found.warnings) == (KEYED, ())
    assert [(part.title, part.labels) for part in found.parts] == [
        ("Quiz", ("Salt", "Sugar")),
        ("Quiz 2", ("A stone", "A seed")),
    ]
    assert found.parts[0].introduction == "Choose."


def test_a_key_may_say_why_and_questions_with_the_same_choices_are_one_exercise():
    found = quiz(
        "1. Which feeds yeast?\n   - A. Salt\n   - B. Sugar\n2. Which slows it?\n   - A. Salt\n   - B. Sugar",
        details("- **1: B.** It is sweet.\n- **2: A) Salt.** It dries.\n\nBoth are white."),
    )
    assert asked(found) == [("Which feeds yeast?", "Sugar", "It is sweet."), ("Which slows it?", "Salt", "It dries.")]
    assert (len(found.parts), found.parts[0].closing, found.warnings) == (1, "Both are white.", ())


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("1. B, 2. E", id="a letter that is none"),
        pytest.param("1. B", id="one is left out"),
        pytest.param("1. B, 2. B, 2. A", id="one is there twice"),
        pytest.param("1. B, 2. B, 3. A", id="one too many"),
        pytest.param("B, B", id="no numbers"),
        pytest.param("1. A and B\n2. B", id="two letters"),
        pytest.param("1. A. Sugar\n2. B. A seed", id="a letter with the text of another"),
        pytest.param("- **1: A.** Sugar feeds it.\n- **2: B.** It grows.", id="a reason that names another"),
        pytest.param("1. A seed, no: sugar.\n2. A seed", id="a word that looks like a letter"),
        pytest.param("1. B because it is sweet\n2. A seed, of course", id="sentences"),
    ],
)
@pytest.mark.parametrize("place", ["in details", "below a heading"])
def test_a_key_that_is_not_sure_leaves_all_open_and_says_so(key, place):
    found = quiz(NESTED, details(key) if place == "in details" else f"### Answers\n\n{key}")
    assert not any(label for _front, label, _back in asked(found))
    assert found.warnings
    texts = "".join(front + back for front, _label, back in asked(found))
    assert all(text in texts for text in ("What does yeast eat?", "A. Salt", "B. Sugar", "What is rye?", "A seed"))


def test_questions_whose_choices_are_not_named_apart_are_open():
    letters = "1. Which letter?\n   - A. B\n   - B. A\n2. And now?\n   - A. C\n   - B. D"
    found = quiz(letters, details("1. A, 2. B"))
    assert not any(label for _front, label, _back in asked(found))
    assert found.warnings


def test_facts_below_scenarios_are_no_choices():
    found = quiz(
        "1. Dough\n   - soft\n   - warm\n2. Crust\n   - hard\n   - dry", details("- **1: IN.** x\n- **2: IN.** y")
    )
    assert [label for _front, label, _back in asked(found)] == ["IN", "IN"]


@pytest.mark.parametrize(
    "quiz_text",
    [
        "1. What feeds yeast?\nA) Salt\nB) Sugar\nAnswer: B\n\n"
        "2. Rye?\nA) A stone\nB) A seed\nAnswer: B) A seed\n\nIt grows.",
        "1. What feeds yeast?\n   - A. Salt\n   - B. Sugar\n\n   **Answer: B**\n\n"
        "2. Rye?\n   - A. A stone\n   - B. A seed\n\n   **Correct answer:** B\n\n   It grows.",
        "**1. What feeds yeast?**\n\n- A. Salt\n- B. Sugar\n\n**Answer:** Sugar\n\n"
        "**2. Rye?**\n\n- A. A stone\n- B. A seed\n\n**Answer:** (B)\n\nIt grows.",
    ],
    ids=["lines", "in a list", "bold"],
)
def test_each_question_may_have_its_answer_below_its_choices(quiz_text):
    found = quiz(quiz_text)
    assert asked(found) == [("What feeds yeast?", "Sugar", ""), ("Rye?", "A seed", "It grows.")]
    assert found.warnings == ()


@pytest.mark.parametrize("answer", ["Answer: A and B", "Answer: C", "Answer: A. A seed", "Answer: A\nAnswer: B"])
def test_an_answer_below_choices_that_is_not_sure_grades_nothing(answer):
    text = f"1. What feeds yeast?\nA) Salt\nB) Sugar\nAnswer: B\n\n2. Rye?\nA) A stone\nB) A seed\n{answer}"
    try:
        found = quiz(text)
    except ImportProblem:
        return
    assert not any(label for _front, label, _back in asked(found))


@pytest.mark.parametrize("hostile", ["A. x" + " " * 60_000 + "B", "A. x\nB. y\n" + "Answer: " * 8_000])
def test_hostile_choices_are_read_or_refused_quickly(hostile):
    with suppress(ImportProblem):
        quiz("1. Why?\n" + hostile)


@pytest.mark.parametrize("key", ["1. True, 2. False, 3. True", "1: True; 2: False; 3: True."])
def test_a_key_in_one_line_labels_scenarios_by_number(key):
    found = page("# Sky", "## True or false?", SKY, f"**Answers:** {key}")
    assert [label for _front, label, _back in asked(found)] == ["True", "False", "True"]
    assert found.warnings == ()


@pytest.mark.parametrize(
    "key", ["1. True, 2. False", "1. True, 3. False, 2. True", "1. True, 2. maybe, or not, 3. False"]
)
def test_a_key_in_one_line_that_is_not_sure_grades_nothing(key):
    found = page("# Sky", "## True or false?", SKY, f"**Answers:** {key}")
    assert not any(label for _front, label, _back in asked(found))
    assert found.warnings

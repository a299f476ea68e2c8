"""A wrong answer key is worse than none: labels, orderings and matchings only where they are certain."""

import pytest

from apps.formats.practice_page.plain_text import plain_page
from apps.formats.practice_page.records import WHOLE
from apps.formats.tests.support.practice_pages import backs, details, exercise, exercise_page, fronts, labels

THREE = "```\nA. Flour and water.\nB. Flour, water and salt.\nC. Flour, water and yeast.\n```"
COLUMNS = """```
A. Flour        1. feeds the yeast
B. Salt         2. gives the structure
C. Sugar        3. slows the yeast
```"""


def is_open(found):
    (part,) = found.parts
    return part.labels == () and not any(item.label for item in part.items) and bool(found.warnings)


def test_an_answer_belongs_to_the_scenario_of_its_letter():
    part = exercise(
        "Is it flat or raised?",
        THREE,
        details("- **C: RAISED.** Yeast.\n- **A: FLAT.** No yeast.\n- **B: FLAT.** No yeast either."),
    )
    assert labels(part) == ["FLAT", "FLAT", "RAISED"]


@pytest.mark.parametrize("names", ["A, B", "A and B", "A & B", "A/B"])
def test_one_answer_may_be_that_of_several_scenarios(names):
    part = exercise("Bake:", THREE, details(f"- **{names}: FLAT.** No yeast.\n- **C: RAISED.** Yeast."))
    assert labels(part) == ["FLAT", "FLAT", "RAISED"]
    assert backs(part) == ["No yeast.", "No yeast.", "Yeast."]


@pytest.mark.parametrize(
    "answers",
    [
        "- **FLAT.** x\n- **FLAT.** y\n- **RAISED.** z",
        "1. **FLAT.** x\n2. **FLAT.** y\n3. **RAISED.** z",
        "- **A: Matzo.** x\n- **B: Pita.** y\n- **C: Loaf.** z",
        "- **A: FLAT.** x\n- **B: FLAT.** y\n- **C:** It depends on how long you are going to wait for it.",
        "- **A: see B.** x\n- **B: FLAT.** y\n- **C: FLAT.** z",
        "- **A -> 2: why.** x\n- **B -> 1: why.** y\n- **C -> 3: why.** z",
        "- **A = 1.** x\n- **B = 1.** y\n- **C = 2.** z",
        "- **A: FLAT.** x\n- **B: FLAT.** y\n- **C: FLAT.** z\n- **C: RAISED.** z",
        "- **A = MATZO.** x\n- **B: PITA.** y\n- **C = LOAF.** z",
    ],
)
def test_an_exercise_of_which_the_key_is_not_sure_is_open_and_says_so(answers):
    assert is_open(exercise_page("Look:", THREE, details(answers), title="Try it yourself"))


def test_steps_with_bold_leads_are_one_open_exercise():
    part = exercise(
        "Bake a loaf. 1. Mix. 2. Wait.", details("- **Tools.** A bowl.\n- **Loop.** Fold.\n- **Stop.** It is round.")
    )
    assert (part.numbering, part.labels, len(part.items)) == (WHOLE, (), 1)


@pytest.mark.parametrize(
    "answers",
    [
        "A = MATZO, B = PITA, C = LOAF",
        "A -> MATZO, B -> PITA, C -> LOAF.",
        "**A** → MATZO; **B** → PITA; **C** → LOAF",
        "- **C = LOAF.**\n- **A = MATZO.**\n- **B = PITA.**",
        "- A -> **MATZO**\n- B -> **PITA**\n- C -> **LOAF**",
    ],
)
def test_what_is_joined_to_a_scenario_is_its_match(answers):
    part = exercise("Match each to its bread.", THREE, details(answers))
    assert labels(part) == ["MATZO", "PITA", "LOAF"]
    assert set(part.labels) == {"MATZO", "PITA", "LOAF"}
    assert part.labels != ("MATZO", "PITA", "LOAF")


@pytest.mark.parametrize(
    "answers",
    [
        "A -> 2, B -> 3, C -> 1",
        "- **C -> 1:** It is food.\n- **A -> 2:** Gluten.\n- **B -> 3:** It dries.",
        "A=2, B=3, C=1",
    ],
)
def test_two_columns_are_a_matching(answers):
    part = exercise("Match them.", COLUMNS, details(answers))
    assert fronts(part) == ["Flour", "Salt", "Sugar"]
    assert labels(part) == ["gives the structure", "slows the yeast", "feeds the yeast"]
    assert set(part.labels) == set(labels(part))
    assert part.labels != tuple(labels(part))


def test_the_right_side_of_a_matching_may_be_a_list_of_its_own():
    right = "1. feeds the yeast\n2. gives the structure\n3. slows the yeast\n4. burns"
    part = exercise(
        "Match.", "- **A.** Flour\n- **B.** Salt\n- **C.** Sugar", "Why?", right, details("A → 2, B → 3, C → 1")
    )
    assert labels(part) == ["gives the structure", "slows the yeast", "feeds the yeast"]
    assert "burns" in part.labels


@pytest.mark.parametrize("answers", ["C -> A -> B", "The order is C, A, B.", "A = 2, B = 3, C = 1", "C → A → B"])
def test_an_ordering_asks_for_the_place(answers):
    part = exercise("Put the steps in order.", "```\nA. Knead.\nB. Bake.\nC. Mix.\n```", details(answers))
    assert (labels(part), part.labels) == (["2", "3", "1"], ("1", "2", "3"))


def test_numbers_that_stand_for_nothing_on_the_page_are_open():
    assert is_open(exercise_page("Match them to the picture.", THREE, details("A -> 2, B -> 3, C -> 1")))


def test_copied_text_is_matched_alike():
    source = (
        "T\nTry it yourself\nMatch each.\nA. Flour 1. feeds the yeast\nB. Salt 2. gives the structure\n"
        "C. Sugar 3. slows the yeast\nShow answer\nA -> 2, B -> 3, C -> 1\n"
    )
    (part,) = plain_page.read(source).parts
    assert labels(part) == ["gives the structure", "slows the yeast", "feeds the yeast"]

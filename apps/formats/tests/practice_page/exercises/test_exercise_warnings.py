"""What an author is warned of in an exercise, and what is refused."""

import pytest

from apps.formats.practice_page import page_reader
from apps.formats.tests.support.practice_pages import LABELLED, LIST, details, exercise_page, exercise_warnings


def test_a_scenario_without_an_answer_is_a_warning_if_others_have_one():
    (first, message), (line, why) = exercise_warnings(LIST, details("- **A: FRESH.** Baked today."))
    assert (first, message) == (8, "This scenario has no answer, though others do.")
    assert line == 12
    assert "this exercise is open" in why


def test_an_answer_that_matches_no_scenario_is_a_warning_and_becomes_closing_words():
    found = exercise_page(LIST, details(f"{LABELLED}\n- **C: OLD.** Cake."))
    assert [
        (warning.place.line, "“C” doesn’t match any scenario" in str(warning.message)) for warning in found.warnings
    ] == [(14, True)]
    assert "Cake." in found.parts[0].closing


def test_two_answers_to_one_scenario_are_a_warning_and_are_combined():
    found = exercise_page(LIST, details(f"{LABELLED}\n- **A: FRESH.** Still warm."))
    assert [str(warning.message) for warning in found.warnings] == ["“A” has two answers. They were combined."]
    assert "Still warm." in found.parts[0].items[0].back


@pytest.mark.parametrize(
    "prompt",
    [
        "Label it FRESH, OLD or STALE.",
        "Label it FRESH (of today), OLD (of this week), or STALE (older).",
        "Is it **FRESH**, **OLD** or **STALE**?",
        "FRESH / OLD / STALE",
    ],
)
def test_a_label_that_no_scenario_uses_is_a_warning(prompt):
    assert [message for _line, message in exercise_warnings(prompt, LIST, details(LABELLED))] == [
        "No scenario uses the label “STALE”."
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        "Label it FRESH or OLD.",
        "Label it FRESH (a thing of TODAY or NOW) or OLD.",
        "The DNA or RNA of bread: is it FRESH or OLD?",
        "Decide whether each is fresh, old or stale.",
        "Bake in the USA, UK or EU.",
    ],
)
def test_capitals_that_are_no_label_are_no_warning(prompt):
    assert not exercise_warnings(prompt, LIST, details(LABELLED))


@pytest.mark.parametrize("mixed", ["OLD, but FRESH at night", "FRESH or OLD", "MOSTLY OLD"])
@pytest.mark.parametrize("prompt", ["Label it FRESH or OLD.", "Label it FRESH or OLD or BOTH."])
def test_an_answer_that_names_a_label_and_more_is_no_label_of_its_own(prompt, mixed):
    answers = LABELLED.replace("OLD", mixed)
    (part,) = exercise_page(prompt, LIST, details(answers)).parts
    assert part.labels == ()
    assert mixed in "".join(item.back for item in part.items)
    (warning,) = exercise_warnings(prompt, LIST, details(answers))
    assert "The answers have no labels that are sure" in str(warning)


@pytest.mark.parametrize(
    "prompt", ["Say FRESH or OLD or MOSTLY OLD.", "Say FRESH or OLD (or MOSTLY OLD).", "Is it still good to eat?"]
)
def test_a_label_that_begins_as_another_is_one_where_it_is_offered(prompt):
    (part,) = exercise_page(
        prompt, "A. One\nB. Two\nC. Three", details("- **A: OLD.** a\n- **B: MOSTLY OLD.** b\n- **C: OLD.** c")
    ).parts
    assert part.labels == ("OLD", "MOSTLY OLD")


def test_text_between_scenarios_is_not_lost():
    found = exercise_page("**Step 1.** Knead.", details("Dough."), "Good.", "**Step 2.** Heat.", details("Bread."))
    assert found.parts[0].closing == "Good."
    assert [warning.place.line for warning in found.warnings] == [15]


def test_an_answer_without_a_scenario_is_left_out_and_named():
    found = exercise_page(details("Yes."), "**Step 1.** Knead.", details("Dough."))
    assert [str(warning) for warning in found.warnings] == [
        "Line 7: This answer has no scenario, and was left out. Write the scenario above it."
    ]
    assert [item.back for item in found.parts[0].items] == ["Dough."]


def test_warnings_that_quote_a_name_are_one_for_each_sort():
    answers = "".join(
        f"- **{name}.** Why.\n" for name in ("A: JIB", "B: MAIN", "A: JIB", "B: MAIN", "C: JIB", "D: JIB")
    )
    source = (
        "# Sails\n\n## One\n\n## Two\n\n## Try it yourself\n\nIs it a JIB or a MAIN?\n\n"
        f"```\nA. The front one.\nB. The large one.\n```\n\n<details>\n\n{answers}\n</details>\n"
    )
    assert [str(warning.message) for warning in page_reader.read("page.md", source.encode()).warnings] == [
        "2 sections are empty and were left out: lines 3, 5.",
        "2 scenarios have two answers, which were combined: lines 20, 21.",
        "2 answers don’t match any scenario: lines 22, 23.",
    ]

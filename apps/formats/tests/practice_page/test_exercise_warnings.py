"""What an author is told of an exercise, and what is refused."""

import pytest

from apps.formats.problems import ImportProblem
from apps.formats.tests.practice_page.test_exercises import LABELLED, LIST, details, page


def warned(*blocks):
    return [(warning.place.line, str(warning.message)) for warning in page(*blocks).warnings]


def test_a_scenario_without_an_answer_is_a_warning_if_others_have_one():
    ((line, message),) = warned(LIST, details("- **A: FRESH.** Baked today."))
    assert line == 8
    assert message == "This scenario has no answer, though others do."


def test_an_answer_that_names_no_scenario_is_a_warning_and_is_kept():
    found = page(LIST, details(f"{LABELLED}\n- **C: OLD.** Cake."))
    assert [
        (warning.place.line, "“C” doesn't match any scenario" in str(warning.message)) for warning in found.warnings
    ] == [(14, True)]
    assert "Cake." in found.parts[0].closing


def test_an_answer_given_twice_is_a_warning_and_both_are_kept():
    found = page(LIST, details(f"{LABELLED}\n- **A: FRESH.** Still warm."))
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
    assert [message for _line, message in warned(prompt, LIST, details(LABELLED))] == [
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
    assert not warned(prompt, LIST, details(LABELLED))


def test_text_between_scenarios_is_not_lost():
    found = page("**Step 1.** Knead.", details("Dough."), "Good.", "**Step 2.** Heat.", details("Bread."))
    assert found.parts[0].closing == "Good."
    assert [warning.place.line for warning in found.warnings] == [15]


def test_an_answer_without_a_scenario_is_refused():
    with pytest.raises(ImportProblem, match="Line 7: This answer has no scenario"):
        page(details("Yes."), "**Step 1.** Knead.", details("Dough."))

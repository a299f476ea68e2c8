"""The exercises of a source: prompts, scenarios in all their shapes, and answers however they are given."""

import pytest

from apps.formats.practice_page.records import EXERCISE, LETTERS, NAMED, NUMBERS, WHOLE
from apps.formats.tests.support.practice_pages import (
    LABELLED,
    LIST,
    backs,
    details,
    exercise,
    exercise_page,
    fronts,
    labels,
)

OPEN = "- **A:** It was baked in the morning and keeps two days.\n- **B:** It has been lying there since Monday."


# scenarios


@pytest.mark.parametrize(
    ("scenarios", "numbering"),
    [
        ("```\nA. A loaf of today.\nB. A loaf of last week.\n```", LETTERS),
        ("```text\nA. A loaf\n   of today.\n\nB. A loaf of\n   last week.\n```", LETTERS),
        ("```\nA) A loaf of today.\nB) A loaf of last week.\n```", LETTERS),
        ("```\n1. A loaf of today.\n2. A loaf of last\nweek.\n```", NUMBERS),
        (LIST, LETTERS),
        ("- **A.** A loaf of today.\n- **B.** A loaf of last week.", LETTERS),
        ("- **A:** A loaf of today.\n\n- **B:** A loaf of last week.", LETTERS),
        ("- (a) A loaf of today.\n- (b) A loaf of last week.", LETTERS),
        ("A. A loaf of today.\nB. A loaf of last week.", LETTERS),
        ("A. A loaf of today.\n\nB. A loaf of last week.", LETTERS),
        ("**A.** A loaf of today.\n\n**B.** A loaf of last week.", LETTERS),
        ("1. A loaf of today.\n2. A loaf of last week.", NUMBERS),
        ("- **1.** A loaf of today.\n- **2.** A loaf of last week.", NUMBERS),
    ],
)
def test_scenarios_are_in_code_in_lists_or_in_paragraphs(scenarios, numbering):
    labelled = LABELLED if numbering == LETTERS else LABELLED.replace("A:", "1:").replace("B:", "2:")
    part = exercise("Which is it?", scenarios, details(labelled))
    assert part.introduction == "Which is it?"
    assert part.numbering == numbering
    assert fronts(part) == ["A loaf of today.", "A loaf of last week."]
    assert labels(part) == ["FRESH", "OLD"]
    assert backs(part) == ["Baked today.", "(mould). Throw it away."]
    assert [item.kind for item in part.items] == ["choice", "choice"]


def test_characters_shown_in_code_are_shown_unchanged():
    part = exercise("```\nA. Is 2 * 3 *4* or `x`?\nB. # no heading\n```", details(LABELLED))
    assert fronts(part) == [r"Is 2 * 3 \*4\* or \`x\`?", r"\# no heading"]


def test_code_without_letters_belongs_to_the_prompt():
    part = exercise("See:", "```py\nbake()\n```", LIST, "Which is it?", details(LABELLED))
    assert part.introduction == "See:\n\n```py\nbake()\n```\n\nWhich is it?"


def test_scenarios_may_go_on_in_another_block():
    part = exercise(
        "```\nA. One.\nB. Two.\n```", "And:", "```\nC. Three.\n```", details(LABELLED + "\n- **C: OLD.** x")
    )
    assert fronts(part) == ["One.", "Two.", "Three."]
    assert part.introduction == "And:"


def test_a_scenario_of_a_list_may_have_several_blocks():
    part = exercise("- **A.** A loaf:\n\n  ```\n  - b) no\n  ```\n\n  Which?\n- **B.** Cake.", details(LABELLED))
    assert fronts(part) == ["A loaf:\n\n```\n- b) no\n```\n\nWhich?", "Cake."]


def test_a_letter_out_of_order_begins_no_scenario():
    part = exercise("```\nA. See part\nC. of the book.\nB. Cake.\n```", details(LABELLED))
    assert fronts(part) == ["See part C. of the book.", "Cake."]


@pytest.mark.parametrize("name", ["Part A: ", "Step 1.", "String 1: "])
def test_named_scenarios_have_answers_of_their_own(name):
    second = name.replace("A", "B").replace("1", "2")
    part = exercise(
        "Bake.", f"**{name}** Knead.", details("Kneaded."), f"**{second}** Heat.", "```\nA. no\n```", details("Hot.")
    )
    assert (part.numbering, part.introduction) == (NAMED, "Bake.")
    assert fronts(part) == [f"**{name}** Knead.", f"**{second}** Heat.\n\n```\nA. no\n```"]
    assert backs(part) == ["Kneaded.", "Hot."]


def test_named_scenarios_may_be_under_headings():
    part = exercise("### Part A: dough", "Knead.", details("Kneaded."), "### Part B: oven", details("Hot."))
    assert (part.numbering, fronts(part)) == (NAMED, ["**Part A: dough**\n\nKnead.", "**Part B: oven**"])


def test_named_scenarios_may_share_one_answer():
    part = exercise("**Part A: dough.** Knead.", "**Part B: oven.** Heat.", details(LABELLED))
    assert (part.numbering, labels(part)) == (NAMED, ["FRESH", "OLD"])
    assert fronts(part) == ["**Part A: dough.** Knead.", "**Part B: oven.** Heat."]


def test_letters_with_answers_of_their_own_are_letters():
    part = exercise("Bake.", "**A.** Knead.", details("Kneaded."), "**B.** Heat.", details("Hot."))
    assert (part.numbering, fronts(part), backs(part)) == (LETTERS, ["Knead.", "Heat."], ["Kneaded.", "Hot."])


def test_scenarios_without_names_are_separated_by_their_answers():
    part = exercise("Bake.", "Knead.", details("Kneaded."), "Heat.", details("Hot."))
    assert (part.numbering, part.introduction) == (NUMBERS, "Bake.")
    assert (fronts(part), backs(part)) == (["Knead.", "Heat."], ["Kneaded.", "Hot."])


def test_an_exercise_without_scenarios_is_answered_as_a_whole():
    part = exercise("Bake a loaf.", "1. Knead.\n2. Heat.", details("It took *an hour*."))
    assert (part.numbering, part.introduction, part.scenarios) == (WHOLE, "", 0)
    assert (fronts(part), backs(part)) == (["Bake a loaf.\n\n1. Knead.\n2. Heat."], ["It took *an hour*."])
    assert part.items[0].kind == "basic"


def test_an_exercise_that_is_only_its_title_asks_that():
    part = exercise(details("It took an hour."), title="Try it yourself: bake a loaf")
    assert (fronts(part), backs(part)) == (["Try it yourself: bake a loaf"], ["It took an hour."])


def test_any_heading_before_the_flashcards_is_an_exercise_with_its_whole_text_as_title():
    found = exercise_page(LIST, details(LABELLED), title="Applied exercise: `fresh`, or old?")
    assert [(part.kind, part.title) for part in found.parts] == [(EXERCISE, "Applied exercise: `fresh`, or old?")]


# answers


@pytest.mark.parametrize(
    "answer",
    [
        details(LABELLED),
        f"**Expected outcome**\n\n{LABELLED}",
        f"**Expected outcome:**\n\n{LABELLED}",
        f"**Expected outcome**:\n{LABELLED}",
        f"### Expected outcome\n\n{LABELLED}",
        f"**Expected outcome**\n\n{details(LABELLED)}",
        details(LABELLED.replace("- ", "").replace("\n", "\n\n")),
        details("- **B: OLD** (mould). Throw it away.\n- **A: FRESH.** Baked today."),
    ],
)
def test_answers_are_matched_by_name(answer):
    part = exercise("Which is it?", LIST, answer)
    assert fronts(part) == ["A loaf of today.", "A loaf of last week."]
    assert labels(part) == ["FRESH", "OLD"]
    assert backs(part) == ["Baked today.", "(mould). Throw it away."]
    assert not part.closing


def test_labels_are_those_of_the_answers_in_their_order():
    answers = "- **A: OLD.** x\n- **B: FRESH.** y\n- **C: OLD.** z"
    assert exercise(f"{LIST}\n- c) Cake.", details(answers)).labels == ("OLD", "FRESH")


def test_the_paragraphs_after_the_answers_are_closing_words():
    part = exercise(LIST, details(f"{LABELLED}\n\nThe pattern: bread ages.\n\nSo eat it."))
    assert part.closing == "The pattern: bread ages.\n\nSo eat it."
    assert exercise(LIST, details(LABELLED), "So eat it.").closing == "So eat it."


def test_a_reason_may_have_several_blocks():
    part = exercise(
        LIST, details("- **A: FRESH.** Baked\n  today.\n\n  - still warm\n- **B: OLD.**\n\n  ```\n  mould\n  ```")
    )
    assert backs(part) == ["Baked\ntoday.\n\n- still warm", "```\nmould\n```"]


def test_open_scenarios_have_reasons_without_labels():
    part = exercise(LIST, details(OPEN))
    assert (part.labels, [item.kind for item in part.items]) == ((), ["basic", "basic"])
    assert backs(part)[1] == "It has been lying there since Monday."


def test_prose_that_answers_all_scenarios_is_the_closing():
    found = exercise_page(LIST, details("Both can be eaten."))
    (part,) = found.parts
    assert (backs(part), part.closing) == (["", ""], "Both can be eaten.")
    assert ["don’t name their scenarios" in str(warned.message) for warned in found.warnings] == [True]


def test_answers_may_be_missing():
    found = exercise_page("Which is it?", LIST)
    assert (fronts(found.parts[0]), backs(found.parts[0])) == (["A loaf of today.", "A loaf of last week."], ["", ""])
    assert not found.warnings


def test_expected_outcomes_may_follow_each_named_scenario():
    part = exercise(
        "**Step 1.** Knead.", "**Expected outcome:** dough", "**Step 2.** Heat.", "**Expected outcome:** bread"
    )
    assert (part.numbering, fronts(part)) == (NAMED, ["**Step 1.** Knead.", "**Step 2.** Heat."])
    assert backs(part) == ["dough", "bread"]


def test_a_hint_and_an_answer_belong_together():
    part = exercise("Bake a loaf.", details("Use yeast.", summary="Hint"), details("It took an hour."))
    assert (part.numbering, backs(part)) == (WHOLE, ["Use yeast.\n\nIt took an hour."])


def test_summaries_may_be_the_scenarios():
    part = exercise("Decide.", details("Yes.", summary="Is bread round?"), details("No.", summary="Is cake flat?"))
    assert (part.introduction, fronts(part), backs(part)) == (
        "Decide.",
        ["Is bread round?", "Is cake flat?"],
        ["Yes.", "No."],
    )


def test_ids_of_all_scenarios_are_on_their_answer():
    part = exercise(
        LIST, details(LABELLED, attributes=' data-guids="g1 -" data-tags="t" data-labels="OLD|FRESH|STALE"')
    )
    assert [(item.guid, item.tags) for item in part.items] == [("g1", "t"), ("", "t")]
    assert part.labels == ("OLD", "FRESH", "STALE")


def test_an_empty_list_of_labels_means_that_there_are_none():
    part = exercise(LIST, details("- **A:** Fresh. x\n- **B:** Old. y", attributes=' data-labels=""'))
    assert (part.labels, backs(part)) == ((), ["Fresh. x", "Old. y"])

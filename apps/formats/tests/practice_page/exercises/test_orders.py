"""Orders that a key gives with its reasons, answers that leave a scenario out, and questions with one right choice."""

import pytest

from apps.formats.practice_page import page_reader

STEPS = "```\nA. Boil\nB. Pour\nC. Drink\n```"


def exercise(introduction, scenarios, answer, title="Try it yourself"):
    details = f"<details>\n<summary>Show answer</summary>\n\n{answer}\n\n</details>"
    page = page_reader.read("page.md", f"## {title}\n\n{introduction}\n\n{scenarios}\n\n{details}\n".encode())
    return page.parts[0], [str(warned) for warned in page.warnings]


@pytest.mark.parametrize(
    "key",
    ["**B, A, C.** Because.", "B, A, C", "B -> A -> C", "1. B\n2. A\n3. C", "1. **B**\n2. **A**\n3. **C**"],
)
def test_an_order_is_graded_by_the_places_of_its_steps(key):
    part, warnings = exercise("Put these in order.", STEPS, key)
    assert ([item.label for item in part.items], part.labels) == (["2", "1", "3"], ("1", "2", "3"))
    assert (part.closing, warnings) == ("Because." if "Because" in key else "", [])


@pytest.mark.parametrize("key", ["**B, A, C.** Because.", "1. B\n2. A\n3. C"])
def test_letters_are_no_order_where_none_is_asked_for(key):
    part, warnings = exercise("What do you see?", STEPS, key)
    assert (part.labels, len(warnings)) == ((), 1)


def test_reasons_of_a_numbered_order_are_those_of_its_steps():
    part, _warnings = exercise("Put these in order.", STEPS, "1. B - first\n2. A\n3. C: last")
    assert [(item.label, item.back) for item in part.items] == [("2", ""), ("1", "first"), ("3", "last")]


def test_a_scenario_that_the_answers_leave_out_is_named_and_the_others_keep_theirs():
    part, warnings = exercise("HOT or COLD?", STEPS, "- **A: HOT.** yes\n- **C: COLD.** no")
    assert [item.back for item in part.items] == ["**HOT.** yes", "", "**COLD.** no"]
    assert warnings[0] == "Line 7: This scenario has no answer, though others do."


def test_a_label_may_follow_its_letter_after_a_dash_and_a_reason_its_label_after_a_comma():
    part, _warnings = exercise("HOT or COLD?", STEPS, "- **A - HOT.** yes\n- **B - COLD**, so\n- **C - COLD.**")
    assert [(item.label, item.back) for item in part.items] == [("HOT", "yes"), ("COLD", "so"), ("COLD", "")]


def test_a_question_for_one_of_its_choices_may_have_the_reason_in_the_line_of_its_answer():
    part, _warnings = exercise("Which one is hot?", "- A) ice\n- B) tea", "**B**. It steams.")
    (item,) = part.items
    assert (item.front, item.label, item.back) == ("Which one is hot?", "tea", "**B**. It steams.")


def test_an_answer_to_one_scenario_is_no_choice_among_all():
    part, _warnings = exercise("Which of these is HOT?", STEPS, "- **A: HOT.** yes")
    assert part.labels == ()


SORT = "Sort each: FRESH or STALE?"


@pytest.mark.parametrize("introduction", [SORT, "Sort each into fresh and stale.", "Put these in order."])
@pytest.mark.parametrize("key", ["A, B, C: FRESH.", "- A, B, C: FRESH", "**A, B, C:** FRESH.", "A, B and C: FRESH"])
def test_a_label_of_all_scenarios_is_that_of_each_and_no_order(introduction, key):
    part, _warnings = exercise(introduction, STEPS, key)
    assert [item.label for item in part.items] == ["FRESH"] * 3


def test_a_label_of_all_numbered_scenarios_is_that_of_each():
    part, _warnings = exercise(SORT, "```\n1. Bread\n2. Milk\n3. Tea\n```", "1, 2, 3: FRESH")
    assert [item.label for item in part.items] == ["FRESH"] * 3


def test_a_label_of_both_scenarios_is_that_of_each():
    part, _warnings = exercise("Sort: TRUE or FALSE?", "```\nA. Tea is wet.\nB. Ice is cold.\n```", "A, B: TRUE.")
    assert [item.label for item in part.items] == ["TRUE"] * 2


@pytest.mark.parametrize(
    "key",
    [
        "FRESH: A, B, C",
        "All of A, B, C are FRESH.",
        "**A, B, C.** All are fresh.",
        "B, A, C",
        "1. A - FRESH\n2. B - FRESH\n3. C - STALE",
        "1. B - FRESH\n2. A\n3. C",
        "1. B\n2. A\n3. C",
    ],
)
def test_what_lists_all_scenarios_is_no_order_where_the_exercise_offers_labels(key):
    part, warnings = exercise(SORT, STEPS, key)
    assert (part.labels, len(warnings)) == ((), 1)
    assert all(item.back != str(place) for place, item in enumerate(part.items, 1))


@pytest.mark.parametrize(
    "key",
    [
        "Fresh: A, B, C",
        "FRESH: B, A, C",
        "All of A, B, C are fresh.",
        "B, A, C: because it boils first.",
        "A, B, C are hot",
        "B, A, C. STALE",
        "1. A - fresh\n2. B - fresh\n3. C - stale",
        "1. A - bread\n2. B - milk\n3. C - tea",
        "1. B - STALE\n2. A - old\n3. C - new",
    ],
)
def test_what_may_be_no_order_is_open_though_one_is_asked_for(key):
    part, warnings = exercise("Sort these.", STEPS, key)
    assert (part.labels, len(warnings)) == ((), 1)


@pytest.mark.parametrize(
    "key", ["Answer: B, A, C", "You boil first. The order is B, A, C.", "B, A, C — heat it first."]
)
def test_an_order_may_have_words_beside_it(key):
    part, warnings = exercise("Put these in order.", STEPS, key)
    assert ([item.label for item in part.items], warnings) == (["2", "1", "3"], [])

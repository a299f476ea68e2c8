"""Exercises with a key of their own: tables, two lists, choices without a tick. A key that is not sure grades none."""

import pytest

from apps.formats.practice_page import page_reader
from apps.formats.practice_page.page_writer import write
from apps.formats.practice_page.plain_text import plain_page
from apps.formats.practice_page.records import WHOLE
from apps.formats.tests.support.practice_pages import backs, details, exercise, exercise_page, fronts, labels, page

TABLE = "| Term | Meaning |\n| --- | --- |\n| 1. Rye | A. is a seed |\n| 2. Salt | B. is a stone |\n| | C. is a metal |"
LISTS = "1. Rye\n2. Salt\n\n- a) is a seed\n- b) is a stone\n- c) is a metal"
MEANINGS = ["is a stone", "is a seed"]


def why_open(found):
    (part,) = found.parts
    assert part.labels == ()
    assert not any(item.label for item in part.items)
    return [str(warned.message) for warned in found.warnings]


@pytest.mark.parametrize(
    "key",
    [
        "1-B, 2-A",
        "1 → B\n2 → A",
        "1b, 2a",
        "1: B; 2: A.",
        "Answers: (1) B, (2) A",
        "B-1, A-2",
        "- **1:** B\n- **2:** A",
        "1. B. is a stone\n2. A. is a seed",
        "Rye → is a stone\nSalt → is a seed",
        "| Term | Meaning |\n| --- | --- |\n| 1 | B |\n| 2 | A |",
        "| 1 | 2 |\n| --- | --- |\n| B | A |",
    ],
)
@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(TABLE, id="a table"),
        pytest.param(LISTS, id="two lists"),
        pytest.param(
            TABLE.replace("| | C", "| | | C").replace(". ", " | "), id="a table with the names in columns of their own"
        ),
        pytest.param("1. Rye\n2. Salt\n\nA. is a seed\nB. is a stone\nC. is a metal", id="lines below a list"),
        pytest.param(
            "<table>\n<tr><th>Term</th><th>Meaning</th></tr>\n<tr><td>1. Rye</td><td>A. is a seed</td></tr>\n"
            "<tr><td>2. Salt</td><td>B. is a stone</td></tr>\n<tr><td></td><td>C. is a metal</td></tr>\n</table>",
            id="a table in HTML",
        ),
        pytest.param("```\n1. Rye    A. is a seed\n2. Salt   B. is a stone C. is a metal\n```", id="code"),
    ],
)
def test_each_of_two_columns_offers_the_other_without_its_names(columns, key):
    found = exercise_page("Match each with its meaning.", columns, details(key))
    (part,) = found.parts
    assert (part.introduction, fronts(part), labels(part)) == (
        "Match each with its meaning.",
        ["Rye", "Salt"],
        MEANINGS,
    )
    assert part.labels == ("is a metal", "is a seed", "is a stone")
    assert not found.warnings


def test_the_reasons_of_a_key_come_along():
    part = exercise(TABLE, details("- **1 → B:** It is hard.\n- **2 → A.** It grows.\n\nSo it is."))
    assert (labels(part), backs(part), part.closing) == (MEANINGS, ["It is hard.", "It grows."], "So it is.")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("1-B", id="one is left out"),
        pytest.param("1-B, 1-A, 2-C", id="one is there twice"),
        pytest.param("1-B, 2-D", id="a letter that the table does not have"),
        pytest.param("1-B, 2-A or C", id="two for one"),
        pytest.param("1-2, 2-1", id="names of the same column"),
        pytest.param("| 1 | B |\n| --- | --- |\n| 2 | D |", id="a table"),
    ],
)
def test_a_key_that_is_not_sure_leaves_the_exercise_open_and_is_named(key):
    found = exercise_page("Match.", TABLE, details(key))
    assert [why[:29] for why in why_open(found)] == ["The answer key isn’t certain,"]
    (part,) = found.parts
    assert (part.numbering, [bool(item.back) for item in part.items]) == (WHOLE, [True])


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(TABLE.replace("1.", "A.").replace("2.", "B."), id="both have letters"),
        pytest.param(TABLE.replace("is a stone", "is a seed"), id="two are alike"),
        pytest.param(TABLE.replace("2. Salt", "3. Salt"), id="a number is left out"),
        pytest.param(TABLE + "\n\n" + TABLE, id="two tables"),
    ],
)
def test_columns_that_are_not_named_apart_are_open_and_say_so(columns):
    assert why_open(exercise_page("Match.", columns, details("1-B, 2-A")))


def test_a_list_of_labels_is_offered_to_numbered_scenarios():
    part = exercise(
        "Scenarios:", "1. He reads.\n2. She writes.\n\n- reading\n- writing", "**Answers:** 1 reading, 2 writing"
    )
    assert (fronts(part), labels(part)) == (["He reads.", "She writes."], ["reading", "writing"])
    assert set(part.labels) == {"reading", "writing"}


def test_the_rows_of_a_table_are_labeled_by_a_table():
    part = exercise(
        "| | Bread | Label |\n| --- | --- | --- |\n| A | Matzo | |\n| B | Loaf | |",
        details("| | Label | Why |\n| --- | --- | --- |\n| A | FLAT | No yeast. |\n| B | ROUND | Yeast. |"),
        title="Try it yourself: FLAT or ROUND?",
    )
    assert (labels(part), backs(part)) == (["FLAT", "ROUND"], ["No yeast.", "Yeast."])


@pytest.mark.parametrize(
    "steps", ["- Bake\n- Mix\n- Fold", "- A. Bake\n- B. Mix\n- C. Fold", "1. Bake\n2. Mix\n3. Fold"]
)
@pytest.mark.parametrize(
    "key", ["Mix, Fold, Bake", "Mix → Fold → Bake", "1. Mix\n2. Fold\n3. Bake", "Mix, then Fold, then Bake."]
)
def test_an_order_may_be_written_by_texts(steps, key):
    part = exercise("Put these in order.", steps, details(key))
    assert (fronts(part), labels(part), part.labels) == (["Bake", "Mix", "Fold"], ["3", "1", "2"], ("1", "2", "3"))


@pytest.mark.parametrize(
    "choices", ["- [ ] Salt\n- [ ] Sugar", "- [ ] A. Salt\n- [ ] B. Sugar", "A. Salt\nB. Sugar", "- Salt\n- Sugar"]
)
def test_a_key_names_the_right_one_of_choices_without_a_tick(choices):
    part = exercise("What does yeast eat?", choices, "**Answer:** Sugar", "It is sweet.")
    assert [(item.front, item.label, item.back) for item in part.items] == [
        ("What does yeast eat?", "Sugar", "It is sweet.")
    ]
    assert part.labels == ("Salt", "Sugar")


@pytest.mark.parametrize("answer", ["B", "**B**", "(b)", "B. Sugar", "The correct answer is B"])
def test_a_right_choice_may_be_named_by_its_letter(answer):
    assert labels(exercise("What does yeast eat?", "- A. Salt\n- B. Sugar", details(answer)))[:1] == ["Sugar"]


def test_a_number_below_a_numbered_list_is_no_choice():
    assert why_open(exercise_page("How many of these are grains?", "1. Rye\n2. Oats", details("2")))


def test_a_key_in_a_section_of_its_own_belongs_to_the_exercise_above():
    found = page("## Try it yourself: match", TABLE, "## Answers", "1-B, 2-A")
    assert [labels(part) for part in found.parts] == [MEANINGS]


def test_copied_text_with_two_columns_is_matched_alike():
    text = "T\nTry it yourself: match\nMatch.\n1. Rye  A. is a seed\n2. Salt  B. is a stone\nShow answer\n1-B, 2-A\n"
    (part,) = plain_page.read(text).parts
    assert labels(part) == MEANINGS


def test_a_myst_exercise_takes_the_solution_that_names_it():
    text = (
        "# Bread\n\n## Exercises\n\n````{exercise} Fold it\n:label: fold\n\nFLAT or ROUND?\n\n- A. Matzo\n"
        "- B. Loaf\n````\n\n````{solution} fold\n:class: dropdown\n\n"
        "- **A: FLAT.** No yeast.\n- **B: ROUND.** Yeast.\n````\n"
    )
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert (labels(part), backs(part)) == (["FLAT", "ROUND"], ["No yeast.", "Yeast."])


@pytest.mark.parametrize("key", ["1-B, 2-A", "1-B"])
def test_what_was_read_of_a_key_is_read_again_as_it_was_written(key):
    found = exercise_page("Match.", TABLE, details(key))
    (part,) = found.parts
    (again,) = page_reader.read("page.mdx", write(found).encode()).parts
    assert (again.introduction, again.labels, fronts(again), labels(again), backs(again)) == (
        part.introduction,
        part.labels,
        fronts(part),
        labels(part),
        backs(part),
    )


def test_choices_of_several_questions_of_which_the_key_is_not_sure_are_open_and_say_so():
    text = "1. What does yeast eat?\n   - [ ] Salt\n   - [ ] Sugar\n2. What is rye?\n   - [ ] A seed\n   - [ ] A stone"
    found = page("## Quiz", text, "## Answers", "1. Sugar\n2. It grows")
    assert [why[:20] for why in why_open(found)] == ["The choices below th"]
    assert backs(found.parts[0]) == ["Sugar", "It grows"]


def test_a_reason_below_a_key_is_closing_words():
    (part,) = exercise_page("Match.", TABLE, details("1 -> B, 2 -> A\n\nThink of salt.")).parts
    assert (labels(part), part.closing) == (MEANINGS, "Think of salt.")


def test_a_key_with_a_reason_that_fits_no_table_is_named():
    found = exercise_page("Match.", TABLE, details("1 -> B, 2 -> Z\n\nThink of salt."))
    assert [sentence[:34] for sentence in why_open(found)] == ["The answer key isn’t certain, so th"[:34]]

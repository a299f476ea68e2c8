import pytest

from apps.formats.practice_page.exercises import answers
from apps.formats.practice_page.exercises.answers import read


def parts(line):
    found = read(line)
    return found and (found.name, found.label, found.why)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- **A: FRESH.** Picked today.", ("A", "FRESH", "Picked today.")),
        ("- A: FRESH. Picked today.", ("A", "FRESH", "Picked today.")),
        ("- **A: FRESH:** Picked today.", ("A", "FRESH", "Picked today.")),
        ("- **A: FRESH**. Picked today.", ("A", "FRESH", "Picked today.")),
        ("- **A**: **FRESH.** Picked today.", ("A", "FRESH", "Picked today.")),
        ("- **A: NOT FRESH** (mould). Throw it away.", ("A", "NOT FRESH", "(mould). Throw it away.")),
        ("- **A: NOT FRESH (mould).** Throw it away.", ("A", "NOT FRESH", "(mould). Throw it away.")),
        ("- **A: NOT FRESH (mould)**. Throw it away.", ("A", "NOT FRESH", "(mould). Throw it away.")),
        ("- A: NOT FRESH (mould). Throw it away.", ("A", "NOT FRESH", "(mould). Throw it away.")),
        ("- **B. FRESH.** Picked today.", ("B", "FRESH", "Picked today.")),
        ("**B: FRESH.** Picked today.", ("B", "FRESH", "Picked today.")),
        ("- **Scenario B: FRESH.** Picked today.", ("B", "FRESH", "Picked today.")),
        ("- B: FRESH — picked today.", ("B", "FRESH", "picked today.")),
        ("3: FRESH. Picked today.", ("3", "FRESH", "Picked today.")),
        ("- **A: `pad_left`.** It is\n  the first.", ("A", "pad_left", "It is\n  the first.")),
        ("- A: Long-life. v1.5 keeps.", ("A", "Long-life", "v1.5 keeps.")),
        ("- A: Sweet, not sour. Taste it.", ("A", "Sweet, not sour", "Taste it.")),
        ("- **A: FRESH.**", ("A", "FRESH", "")),
        ("- A: FRESH", ("A", "FRESH", "")),
    ],
)
def test_an_answer_has_its_scenario_its_label_and_a_reason(line, expected):
    assert parts(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- a) The pear ripens from the inside out and keeps badly.", "A"),
        ("- A. The pear ripens from the inside out and keeps badly.", "A"),
        ("**B.** The pear ripens from the inside out and keeps badly.", "B"),
        ("- **1:** The pear ripens from the inside out and keeps badly.", "1"),
        ("- 1: The pear ripens from the inside out and keeps badly.", "1"),
    ],
)
def test_an_answer_without_a_label_is_all_reason(line, expected):
    assert parts(line) == (expected, "", "The pear ripens from the inside out and keeps badly.")


@pytest.mark.parametrize(
    "line", ["The pattern: pears keep badly.", "- e.g. a pear", "- U-turn. No.", "1.5 pears", "A pear.", "", "-", "**"]
)
def test_a_line_without_a_letter_or_a_number_is_no_answer(line):
    assert read(line) is None


def test_bold_print_that_never_ends_makes_no_answer():
    assert read("- **A: FRESH. Picked today.") is None


def are_labels(*lines, about=""):
    return answers.are_labels([read(line) for line in lines], about)


def test_labels_that_repeat_are_labels():
    assert are_labels("A: Ripe. Eat it.", "B: Still too green. Wait.", "C: Ripe. Eat it.")


def test_labels_named_in_the_prompt_are_labels():
    assert are_labels("A: Ripe. Eat.", "B: Green. Wait.", about="Is it ripe, or green?")
    assert not are_labels("A: Ripe. Eat.", "B: Green. Wait.", about="Is it ripe, or not?")


@pytest.mark.parametrize(
    "lines",
    [
        ("A: Conference. It keeps.", "B: Williams. It does not."),
        ("- **A: Conference.** It keeps.", "- **B: Williams.** It does not."),
        ("A: Ripe. Eat.", "B: Ripe. Eat.", "C: It depends on where you are going to keep it. Then."),
        ("A: 1. First.", "B: 1. First too."),
        ("A: B. It is B.", "B: B. It is."),
        ("- **A: C = Ripe.** x", "- **B: C = Ripe.** x"),
        ("- **A: Ripe → 2.** x", "- **B: Ripe → 2.** x"),
        ("- **A: Like B.** x", "- **B: Like B.** x"),
    ],
)
def test_what_is_not_surely_a_label_is_none(lines):
    assert not are_labels(*lines)


def test_a_label_is_put_back_into_the_reason_as_it_was():
    for line in ("A: The stem of it gives way. Eat it (soon).", "A: It smells. No.", "A: **Ripe** (soon). Eat it."):
        assert read(line).without_label().why == line[3:]


def test_a_first_sentence_in_bold_that_is_too_long_stays_in_the_reason():
    found = read("- **A: The stem gives way when you touch it.** So eat it.")
    assert (found.label, found.why) == ("", "**The stem gives way when you touch it.** So eat it.")


def test_a_label_is_spelled_as_at_first():
    spelled = answers.spell_alike([read(line) for line in ("A: Not ripe. Wait.", "B: NOT RIPE. Wait.")])
    assert [answer.label for answer in spelled] == ["Not ripe", "Not ripe"]


def test_a_long_answer_of_any_kind_is_read_quickly():
    assert answers.read("A: " + "(" * 200_000).label == ""
    assert answers.read("- **A: " + "*" * 200_000) is not None
    assert answers.read(" " * 200_000) is None
    assert answers.read(f"- **A: x{' ' * 200_000}y.** z").label == ""

import pytest

from apps.formats.practice_page.markdown.stated_counts import mismatch


@pytest.mark.parametrize(
    "introduction",
    [
        "Ten cards. Click any card to reveal the answer, one card per page.",
        "10 cards.",
        "Here are ten flashcards.",
        "Use the Print button for one card per page.",
        "Cards for the road.",
        "",
    ],
)
def test_an_introduction_that_names_the_right_number_or_none_is_fine(introduction):
    assert mismatch(introduction, "cards", 10) == ""


@pytest.mark.parametrize(
    "introduction", ["Seven short questions. Try each.", "**Seven** quick questions", "7 questions"]
)
def test_a_number_that_is_not_true_is_told(introduction):
    assert mismatch(introduction, "questions", 8) == "The introduction speaks of 7 questions, but there are 8."


def test_one_is_told_in_the_singular():
    assert mismatch("One question.", "questions", 2) == "The introduction speaks of 1 question, but there are 2."
    assert mismatch("Two cards.", "cards", 1) == "The introduction speaks of 2 cards, but there is 1."


@pytest.mark.parametrize(
    "introduction",
    ["Answer one question before the next.", "Half of the 2.5 questions", "Two of the questions"],
)
def test_a_number_of_something_else_is_no_promise(introduction):
    assert mismatch(introduction, "questions", 8) == ""

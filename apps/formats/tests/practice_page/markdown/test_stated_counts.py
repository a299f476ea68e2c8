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
    assert mismatch(introduction, "cards", 10) is None


@pytest.mark.parametrize(
    "introduction", ["Seven short questions. Try each.", "**Seven** quick questions", "7 questions"]
)
def test_a_wrong_number_is_a_warning(introduction):
    expected = "The introduction mentions 7 questions, but this section has 8."
    assert str(mismatch(introduction, "questions", 8)) == expected


def test_a_wrong_number_of_one_is_in_the_singular():
    one = mismatch("One question.", "questions", 2)
    assert str(one) == "The introduction mentions 1 question, but this section has 2."
    assert str(mismatch("Two cards.", "cards", 1)) == "The introduction mentions 2 cards, but this section has 1."


@pytest.mark.parametrize(
    "introduction",
    ["Answer one question before the next.", "Half of the 2.5 questions", "Two of the questions"],
)
def test_a_number_of_something_else_is_ignored(introduction):
    assert mismatch(introduction, "questions", 8) is None

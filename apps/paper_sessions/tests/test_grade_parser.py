"""Grades as they are typed and ticked."""

import pytest

from apps.paper_sessions.grade_parser import BadGrades, entered_grades, typed_grades


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        pytest.param("4 5 - 3", {1: 4, 2: 5, 4: 3}, id="with gaps"),
        pytest.param("45-3", {1: 4, 2: 5, 4: 3}, id="without gaps"),
        pytest.param("0,1; 2\n–", {1: 0, 2: 1, 3: 2}, id="with commas and a dash"),
        pytest.param("4 3: 2 1", {1: 4, 3: 2, 4: 1}, id="going on with card 3"),
        pytest.param("4:0", {4: 0}, id="one card alone"),
        pytest.param("--", {}, id="nothing"),
    ],
)
def test_grades_are_typed_in_order(text, grades):
    assert typed_grades(text, 4) == grades


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 7", "Card 2: “7” is not a grade. Enter 0 to 5, or - for"),
        ("4 x", "Card 2: “x”"),
        ("²", "Card 1: “²”"),
        ("٣", "Card 1: “٣”"),
        ("44444", "more than 4 grades for 4 cards"),
        ("5: 4", "“5:” is not a card of this paper. Its cards are numbered 1 to 4."),
        ("0: 4", "“0:” is not a card"),
        ("4 4 1: 3", "Card 1 is typed twice"),
    ],
)
def test_a_bad_grade_is_reported_with_its_card(text, expected):
    with pytest.raises(BadGrades, match=expected):
        typed_grades(text, 4)


def test_what_is_typed_and_ticked_must_agree():
    assert entered_grades("4", {"grade-1": "4", "grade-2": "3", "grade-3": ""}, 3) == {1: 4, 2: 3}
    with pytest.raises(BadGrades, match="Card 1: you typed 4, but ticked 2"):
        entered_grades("4", {"grade-1": "2"}, 3)


def test_a_ticked_value_that_is_not_a_grade_is_refused():
    with pytest.raises(BadGrades, match="Card 2: “9” is not a grade"):
        entered_grades("", {"grade-2": "9"}, 3)

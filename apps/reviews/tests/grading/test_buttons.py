import pytest

from apps.accounts.models import User
from apps.reviews.grading.buttons import answers_to_tell_apart, buttons
from apps.reviews.models import Schedule

NEW = {}
SECOND = {"repetitions": 1, "interval_days": 1}
THIRD = {"repetitions": 2, "interval_days": 6, "easiness": 236}
LONG = {"repetitions": 6, "interval_days": 200, "easiness": 250}
DOZEN_YEARS = {"repetitions": 9, "interval_days": 4000, "easiness": 130}


def captions(state, number=4, part="due"):
    offered = buttons(Schedule(**state), User(buttons=number, sm2_variant="text"), part)
    return [(each.leads_to, ", ".join(each.then).replace("\u00a0", " ")) for each in offered]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(
            NEW,
            [
                ("today again", "then 1 day, then 1 day"),
                ("today again", "then 1 day, then 6 days"),
                ("1 day", "then 6, then 15"),
                ("1 day", "then 6, then 16"),
            ],
            id="a new card: only the third review tells good from easy",
        ),
        pytest.param(
            SECOND,
            [
                ("today again", "then 1 day"),
                ("today again", "then 6 days"),
                ("6 days", "then 15"),
                ("6 days", "then 16"),
            ],
            id="the second review",
        ),
        pytest.param(
            THIRD,
            [
                ("today again", "then 1 day"),
                ("today again", "then 15 days"),
                ("15 days", "then 36"),
                ("15 days", "then 37"),
            ],
            id="the third review",
        ),
        pytest.param(
            LONG,
            [
                ("today again", "then 1 day"),
                ("today again", "then 1.4 years"),
                ("1.4 years", "then 3.4 years"),
                ("1.4 years", "then 3.6 years"),
            ],
            id="from a year on in years",
        ),
    ],
)
def test_a_button_names_what_tells_it_from_its_neighbors(state, expected):
    assert captions(state) == expected


def test_years_that_look_the_same_are_not_taken_for_a_difference():
    good, easy = captions(DOZEN_YEARS)[2:]
    assert good[0] == easy[0] == "14.2 years"
    assert good[1] != easy[1]


def test_two_buttons_differ_in_their_first_line_and_have_a_second_one():
    assert captions(NEW, number=2) == [("today again", "then 1 day"), ("1 day", "then 6")]


def test_buttons_that_do_the_same_have_the_same_caption():
    blank, wrong, nearly, hard, *_ = captions(NEW, number=6)
    assert blank == wrong == nearly == ("today again", "then 1 day, then 1 day")
    assert hard == ("today again", "then 1 day, then 6 days")


def test_in_the_drill_a_button_keeps_the_card_or_lets_it_go():
    again, hard, good, easy = captions(THIRD, part="drill")
    assert again == hard == ("once more", "")
    assert good == easy == ("done", "")


def test_the_title_has_all_of_it_in_days():
    again, _, good, _ = buttons(Schedule(**LONG), User(buttons=4, sm2_variant="text"), "due")
    assert again.title == "Once more today; next in 1 day. If you keep answering Good, then in days: 1"
    assert good.title == "Next in 500 days. If you keep answering Good, then in days: 1,250"


def test_futures_are_compared_as_far_as_they_reach():
    assert answers_to_tell_apart(["abcd", "abce", "xbce"]) == [4, 4, 2]

import pytest

from apps.reviews.grading.arithmetic import explain_easiness, explain_interval, format_interval
from apps.scheduler.sm2 import CardState, Sm2Variant


@pytest.mark.parametrize(
    ("before", "grade", "words"),
    [
        pytest.param(CardState(2, 6, 236), 4, "6 days x 2.36 = 14.16, rounded up to 15", id="rounded up"),
        pytest.param(CardState(9, 1_001, 236), 4, "1,001 days x 2.36 = 2,362.36, rounded up to 2,363", id="thousands"),
        pytest.param(CardState(2, 6, 250), 5, "6 days x 2.50 = 15", id="a whole number"),
        pytest.param(CardState(), 4, "The first success in a row always gives 1 day", id="first"),
        pytest.param(CardState(1, 1, 250), 3, "The second success in a row always gives 6 days", id="second"),
        pytest.param(CardState(5, 95, 250, 0), 2, "Not remembered, so it starts again with 1 day", id="forgotten"),
    ],
)
def test_the_interval_is_explained(before, grade, words):
    assert explain_interval(before, grade) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (CardState(2, 6, 222), "6 days x 2.22 = 13.32, rounded down to 13"),
        (CardState(5, 153, 236), "153 days x 2.36 = 361.08, rounded down to 361"),
    ],
)
def test_the_plugin_says_that_it_rounds_down(before, words):
    assert explain_interval(before, 4, Sm2Variant.PLUGIN) == words


def test_the_cap_is_named():
    words = explain_interval(CardState(9, 30_000, 250), 4, cap_days=36_500)
    assert words == "30,000 days x 2.50 = 75,000, but never more than 36,500 days"


@pytest.mark.parametrize(
    ("easiness", "grade", "variant", "words"),
    [
        (250, 5, Sm2Variant.TEXT, "Easiness 2.50 + 0.10 = 2.60"),
        (250, 4, Sm2Variant.TEXT, "Easiness stays 2.50"),
        (250, 1, Sm2Variant.TEXT, "Easiness stays 2.50"),
        (250, 1, Sm2Variant.PLUGIN, "Easiness 2.50 - 0.54 = 1.96"),
        (136, 3, Sm2Variant.TEXT, "Easiness 1.36 - 0.06 = 1.30"),
    ],
)
def test_the_easiness_is_explained(easiness, grade, variant, words):
    assert explain_easiness(CardState(2, 6, easiness), grade, variant) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (364, "364 days"), (365, "1 year"), (511, "1.4 years"), (730, "2 years"), (36_500, "100 years")],
)
def test_an_interval_is_in_years_from_a_year_on(days, words):
    assert format_interval(days) == words

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant

# grades, then (repetitions, interval, easiness) after each, worked out by hand from the published text
PERFECT = [(1, 1, 260), (2, 6, 270), (3, 17, 280), (4, 48, 290), (5, 140, 300), (6, 420, 310)]


def rows(grades, variant=Sm2Variant.TEXT):
    return [(s.repetitions, s.interval_days, s.easiness) for s in sm2.replay(grades, variant)]


def states():
    return st.builds(
        CardState,
        repetitions=st.integers(0, 50),
        interval_days=st.integers(1, sm2.INTERVAL_CAP_DAYS),
        easiness=st.integers(65, 300).map(lambda half: half * 2),
        lapses=st.integers(0, 50),
    )


readings = st.sampled_from(Sm2Variant)
grades = st.integers(0, 5)


def test_a_new_card_has_no_interval_and_no_lapse_and_an_easiness_of_two_and_a_half():
    assert CardState() == CardState(repetitions=0, interval_days=0, easiness=250, lapses=0)


def test_six_perfect_answers_are_420_days_not_the_421_of_floats():
    assert rows([5] * 6) == PERFECT


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        pytest.param(Sm2Variant.TEXT, [(1, 1, 250), (2, 6, 250), (3, 15, 250), (0, 1, 250), (1, 1, 250)], id="text"),
        pytest.param(
            Sm2Variant.PLUGIN, [(1, 1, 250), (2, 6, 250), (3, 15, 250), (0, 1, 218), (1, 1, 218)], id="plug-in"
        ),
    ],
)
def test_a_failure_starts_again_and_only_the_plugin_lowers_the_easiness(variant, expected):
    assert rows([4, 4, 4, 2, 4], variant) == expected


def test_the_plugin_rounds_to_the_nearest_day_where_the_text_rounds_up():
    hard = [3, 3, 3]
    assert rows(hard)[-1] == (3, 14, 208)  # 6 x 2.22 = 13.32
    assert rows(hard, Sm2Variant.PLUGIN)[-1] == (3, 13, 208)


def test_a_half_day_goes_to_the_even_neighbour_in_the_plugin():
    assert sm2.next_interval_days(CardState(2, 25, 130), Sm2Variant.PLUGIN) == 32  # 32.5
    assert sm2.next_interval_days(CardState(2, 35, 130), Sm2Variant.PLUGIN) == 46  # 45.5


def test_forgetting_a_learned_card_is_a_lapse_and_failing_a_new_one_is_not():
    assert sm2.replay([2])[-1].lapses == 0
    assert sm2.replay([4, 2, 2])[-1].lapses == 1


def test_seventeen_good_answers_stop_at_the_cap():
    assert sm2.replay([5] * 30)[-1].interval_days == sm2.INTERVAL_CAP_DAYS
    assert sm2.replay([5] * 3, cap_days=10)[-1].interval_days == 10


@pytest.mark.parametrize("wrong", [-1, 6, 100])
def test_a_grade_outside_0_to_5_is_refused(wrong):
    with pytest.raises(ValueError, match="from 0 to 5"):
        sm2.grade(CardState(), wrong)


def test_grades_below_4_go_to_the_final_drill():
    assert [grade for grade in sm2.GRADES if sm2.drills(grade)] == [0, 1, 2, 3]


@given(states(), grades, readings)
def test_the_easiness_stays_even_and_above_its_floor(state, grade, variant):
    easiness = sm2.grade(state, grade, variant).easiness
    assert easiness >= sm2.EASINESS_FLOOR
    assert easiness % 2 == 0


@given(states(), grades, readings)
def test_an_interval_is_at_least_a_day_and_at_most_the_cap(state, grade, variant):
    assert 1 <= sm2.grade(state, grade, variant).interval_days <= sm2.INTERVAL_CAP_DAYS


@given(states(), st.integers(3, 5))
def test_a_remembered_card_never_comes_back_sooner_than_before(state, grade):
    if state.repetitions >= 2:
        after = sm2.grade(state, grade)
        assert after.interval_days > state.interval_days or after.interval_days == sm2.INTERVAL_CAP_DAYS


@given(states(), readings)
def test_a_better_grade_never_lowers_the_easiness(state, variant):
    easiness = [future.easiness for future in sm2.futures(state, variant).values()]
    passing = easiness[sm2.PASS :]
    assert passing == sorted(passing)
    if variant is Sm2Variant.PLUGIN:
        assert easiness == sorted(easiness)


@given(states(), st.integers(0, 2))
def test_a_grade_below_3_never_changes_the_easiness_of_the_text(state, grade):
    assert sm2.grade(state, grade).easiness == state.easiness


@given(states(), readings)
def test_what_the_buttons_show_is_what_a_press_saves(state, variant):
    assert sm2.futures(state, variant) == {grade: sm2.grade(state, grade, variant) for grade in range(6)}

"""The simulation answers cards as the scheduler would schedule them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant
from apps.stats.simulation import Habits, Plan, SimulatedCard, sample_size, simulate

ALWAYS_GOOD = Habits(dict.fromkeys(range(3), (0, 0, 0, 0, 1, 0)), 8)
MIXED = Habits({0: (0, 2, 0, 1, 5, 1), 1: (0, 1, 0, 1, 8, 1), 2: (0, 1, 0, 1, 9, 1)}, 8)
PLAN = Plan(days=120, new_a_day=3, reviews_a_day=500, new_cards=100)


def run(plan=PLAN, habits=MIXED, cards=(), seed=1, variant=Sm2Variant.TEXT):
    return simulate(list(cards), plan, habits, seed=seed, variant=variant, cap_days=36500)


def test_a_card_always_remembered_comes_when_the_scheduler_says():
    outcome = run(replace(PLAN, new_a_day=1, new_cards=1), ALWAYS_GOOD)
    days = [number for number, day in enumerate(outcome.days) if day.reviews]
    intervals = [state.interval_days for state in sm2.replay([4] * 6)]
    assert days == [1, 7, 22, 60]  # each so many days after the one before
    assert intervals[:4] == [1, 6, 15, 38]


@pytest.mark.parametrize("variant", Sm2Variant)
@given(seed=st.integers(0, 1000))
def test_replaying_the_grades_of_a_card_gives_its_state(variant, seed):
    for card in run(seed=seed, variant=variant, plan=replace(PLAN, days=60)).cards:
        assert card.state == sm2.replay(card.grades, variant)[-1]


def test_the_same_seed_gives_the_same_days():
    assert run(seed=4).days == run(seed=4).days
    assert run(seed=4).days != run(seed=5).days


def test_no_day_has_more_than_its_limits():
    days = run(replace(PLAN, reviews_a_day=4)).days
    assert max(day.reviews for day in days) == 4
    assert max(day.new for day in days) == 3


def test_new_cards_end_when_all_were_seen():
    assert sum(day.new for day in run().days) == 100


def test_more_new_cards_a_day_give_more_reviews():
    few, many = (sum(day.reviews for day in run(replace(PLAN, new_a_day=number)).days) for number in (1, 5))
    assert many > few


def test_what_is_due_comes_on_its_day():
    known = [SimulatedCard(CardState(3, 15, 250), due_in=day) for day in (0, 0, 3)]
    days = run(replace(PLAN, new_a_day=0), ALWAYS_GOOD, known).days
    assert [day.reviews for day in days[:4]] == [2, 0, 0, 1]


def test_a_large_collection_is_sampled():
    plan = replace(PLAN, new_cards=1000, new_a_day=20)
    scale = sample_size(9000, plan, 1000)
    assert scale == 10
    assert plan.smaller(scale) == Plan(120, 2, 50, 100)


def test_a_tenth_of_the_cards_needs_a_tenth_of_the_reviews():
    known = [SimulatedCard(CardState(3, 15, 250), due_in=number % 15) for number in range(3000)]
    plan = replace(PLAN, new_a_day=10, new_cards=1000)
    whole = sum(day.reviews for day in run(plan, cards=[replace(card, grades=[]) for card in known]).days)
    tenth = sum(day.reviews for day in run(plan.smaller(10), cards=known[::10]).days)
    assert 10 * tenth == pytest.approx(whole, rel=0.05)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.scheduler.leech import is_leech, is_leech_alert


@pytest.mark.parametrize(("lapses", "expected"), [(0, False), (7, False), (8, True), (9, True), (100, True)])
def test_a_card_is_a_leech_from_its_eighth_lapse_on(lapses, expected):
    assert is_leech(lapses) is expected


def test_the_learner_is_alerted_at_the_eighth_lapse_and_every_four_after_it():
    assert [lapses for lapses in range(22) if is_leech_alert(lapses)] == [8, 12, 16, 20]


@given(st.integers(0, 10_000))
def test_only_leeches_are_alerted_to(lapses):
    assert is_leech(lapses) or not is_leech_alert(lapses)

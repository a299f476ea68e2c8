"""The order of rows, and what a page showed of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.lessons.editing.row_order import RankRequest, RowFingerprint, in_requested_order, increasing
from apps.web.merged_form import fingerprint


def order(*requested):
    """Return the order of rows A, B, C ... after these ranks were typed for them."""
    names = "ABCDEFGH"[: len(requested)]
    rows = enumerate(zip(names, requested, strict=True), 1)
    return "".join(in_requested_order(RankRequest(name, rank, current) for current, (name, rank) in rows))


@pytest.mark.parametrize(
    ("requested", "expected"),
    [
        pytest.param((1, 2, 3, 4), "ABCD", id="nothing moved"),
        pytest.param((1, 2, 3, 2), "ADBC", id="moved up to the rank of another"),
        pytest.param((3, 2, 3, 4), "BCAD", id="moved down to the rank of another"),
        pytest.param((4, 3, 2, 1), "DCBA", id="turned around, every number typed"),
        pytest.param((9, 2, 3, 4), "BCDA", id="moved beyond the end"),
        pytest.param((1, None, 3, 4), "ACDB", id="an empty rank is the last"),
    ],
)
def test_rows_are_in_the_typed_order(requested, expected):
    assert order(*requested) == expected


def test_a_new_row_goes_before_the_one_with_its_rank_or_last():
    old = [RankRequest("A", 1, 1), RankRequest("B", 2, 2)]
    assert in_requested_order([*old, RankRequest("new", 2, None)]) == ["A", "new", "B"]
    assert in_requested_order([*old, RankRequest("new", None, None)]) == ["A", "B", "new"]


@pytest.mark.parametrize(
    ("positions", "expected"),
    [([0, 5, 7], [0, 5, 7]), ([5, 0, 7], [1, 2, 3]), ([1, 2, -1], [1, 2, 3]), ([-1], [1]), ([3, 3], [1, 2]), ([], [])],
)
def test_positions_stay_while_they_increase(positions, expected):
    assert increasing(positions) == expected


@given(st.text(), st.text(), st.integers(0, 10**8 - 1))
def test_a_fingerprint_is_the_same_after_a_form_sent_it(text, section, rank):
    seen = RowFingerprint(fingerprint([text, True, ["a"]]), section.replace(":", ""), rank)
    assert RowFingerprint.parse(str(seen)) == seen


@given(st.text())
def test_any_other_text_is_not_an_error(text):
    RowFingerprint.parse(text)

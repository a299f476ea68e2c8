"""The order of rows, and what a page showed of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.lessons.admin.reordering import RowFingerprint, RowPosition, fingerprint, in_order, numbered


def order(*wanted):
    """Return the order of rows A, B, C ... that stood in this order and want these places."""
    names = "ABCDEFGH"[: len(wanted)]
    return "".join(
        in_order(RowPosition(name, want, n) for n, (name, want) in enumerate(zip(names, wanted, strict=True), 1))
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param((1, 2, 3, 4), "ABCD", id="nothing moved"),
        pytest.param((1, 2, 3, 2), "ADBC", id="moved up to the place of another"),
        pytest.param((3, 2, 3, 4), "BCAD", id="moved down to the place of another"),
        pytest.param((4, 3, 2, 1), "DCBA", id="turned around, every number typed"),
        pytest.param((9, 2, 3, 4), "BCDA", id="moved beyond the end"),
        pytest.param((1, None, 3, 4), "ACDB", id="an empty place is the last"),
    ],
)
def test_typed_places_mean_what_they_say(wanted, expected):
    assert order(*wanted) == expected


def test_a_new_row_goes_before_the_one_that_has_its_place_or_last():
    old = [RowPosition("A", 1, 1), RowPosition("B", 2, 2)]
    assert in_order([*old, RowPosition("new", 2, None)]) == ["A", "new", "B"]
    assert in_order([*old, RowPosition("new", None, None)]) == ["A", "B", "new"]


@pytest.mark.parametrize(
    ("positions", "expected"),
    [([0, 5, 7], [0, 5, 7]), ([5, 0, 7], [1, 2, 3]), ([1, 2, -1], [1, 2, 3]), ([-1], [1]), ([3, 3], [1, 2]), ([], [])],
)
def test_positions_are_kept_while_they_grow(positions, expected):
    assert numbered(positions) == expected


@given(st.text(), st.text(), st.integers(0, 10**8 - 1))
def test_what_was_seen_comes_back_from_the_page(text, section, place):
    seen = RowFingerprint(fingerprint([text, True, ["a"]]), section.replace(":", ""), place)
    assert RowFingerprint.read(str(seen)) == seen


@given(st.text())
def test_whatever_else_comes_back_is_no_error(text):
    RowFingerprint.read(text)

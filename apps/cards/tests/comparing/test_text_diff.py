"""What changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.comparing.text_diff import ADDED, REMOVED, SAME, difference

WORDS = st.lists(st.sampled_from(["a", "b", "word", " ", "\n", "  ", ".", "ä", "$x$"]), max_size=30).map("".join)


def test_one_changed_word_is_removed_and_added_and_the_rest_stays():
    assert difference("The cat sat.", "The dog sat.") == [
        (SAME, "The "),
        (REMOVED, "cat"),
        (ADDED, "dog"),
        (SAME, " sat."),
    ]


def test_words_that_changed_side_by_side_are_read_as_one_change():
    assert difference("one two three four", "one six seven four") == [
        (SAME, "one "),
        (REMOVED, "two three"),
        (ADDED, "six seven"),
        (SAME, " four"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("", "new", [(ADDED, "new")], id="all new"),
        pytest.param("old", "", [(REMOVED, "old")], id="all gone"),
        pytest.param("same", "same", [(SAME, "same")], id="no change"),
        pytest.param("a b", "a  b", [(SAME, "a"), (REMOVED, " "), (ADDED, "  "), (SAME, "b")], id="a second space"),
        pytest.param("a\nb", "a\n\nb", [(SAME, "a\n"), (ADDED, "\n"), (SAME, "b")], id="an empty line"),
    ],
)
def test_the_steps_from(old, new, steps):
    assert difference(old, new) == steps


@given(WORDS | st.text(max_size=40), WORDS | st.text(max_size=40))
def test_the_steps_contain_both_texts(old, new):
    steps = difference(old, new)
    assert "".join(text for op, text in steps if op != ADDED) == old
    assert "".join(text for op, text in steps if op != REMOVED) == new


def test_a_long_text_with_a_small_change_is_still_compared_by_words():
    old = "word " * 12_000
    assert (ADDED, "change ") in difference(old, old[:30_000] + "change " + old[30_000:])


def test_long_texts_that_differ_all_over_are_compared_by_lines():
    old = "\n".join(f"line {n} " + "x y " * 20 for n in range(500))
    new = "\n".join(f"line {n} " + "x z " * 20 if n % 2 else f"line {n} " + "x y " * 20 for n in range(500))
    steps = difference(old, new)
    assert (REMOVED, f"line 1 {'x y ' * 20}\n") in steps
    assert (ADDED, f"line 1 {'x z ' * 20}\n") in steps


def test_endless_lines_that_differ_all_over_are_replaced():
    old, new = "a " * 20_000 + "\na" * 5_000, "b " * 20_000 + "\nb" * 5_000
    assert difference(old, new) == [(REMOVED, old), (ADDED, new)]

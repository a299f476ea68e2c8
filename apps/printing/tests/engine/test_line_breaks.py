"""Break points stand in long words only, and change nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.printing.engine.paper_html.line_breaks import BREAK, with_breaks


@pytest.mark.parametrize(
    "html",
    [
        "<p>Short words stay as they are, even un<strong>re</strong>done ones.</p>",
        "<p>Donaudampfschifffahrtsgesellschaftskapitän</p>",
        '<p title="a > b">x</p>',
        "<p>" + "ก" * 500 + "</p>",
        "<p>" + "中文" * 300 + "</p>",
    ],
)
def test_ordinary_text_is_not_changed(html):
    assert with_breaks(html) == html


def test_a_very_long_word_can_break():
    assert with_breaks("x" * 200) == BREAK.join(["x" * 60, "x" * 60, "x" * 60, "x" * 20])


def test_a_word_of_several_elements_breaks_between_and_inside_them():
    broken = with_breaks("<em>" + "a" * 20 + "</em>" + "b" * 20)
    assert broken == f"{BREAK}<em>{BREAK}{'a' * 12}{BREAK}{'a' * 8}</em>{BREAK}{'b' * 12}{BREAK}{'b' * 8}"


def test_an_entity_is_one_letter():
    assert with_breaks("&amp;" * 130).split(BREAK)[0] == "&amp;" * 60


def test_no_accent_is_parted_from_its_letter():
    assert BREAK + "\u0301" not in with_breaks("a" * 59 + "e\u0301" * 100)


@given(st.lists(st.sampled_from(["<em>", "</em>", "<p>", "</p>", " ", "word", "x" * 90, "&lt;", "é"])).map("".join))
def test_without_the_break_points_it_is_the_same_html(html):
    assert with_breaks(html).replace(BREAK, "") == html


def test_a_line_may_end_before_bold_words():
    assert with_breaks("<p>run through <strong>one</strong>, <em>a</em></p>") == (
        f"<p>run through {BREAK}<strong>one</strong>, {BREAK}<em>a</em></p>"
    )

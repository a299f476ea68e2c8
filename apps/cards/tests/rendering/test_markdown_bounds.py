"""What a text costs is bounded by its length, whatever is in it: counted in calls, not in time."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.kinds.cloze_blanks import ClozeError
from apps.cards.rendering.markdown import render
from apps.cards.tests.support.floods import OPENERS, WORDS, flood, nested_floods
from apps.formats.text.markdown_syntax import MAX_LINES, MAX_MARKS

TIMES_WORDS = 10  # most of these calls are short: of CPU time it is 5, which `make bench ARGS=card_text` measures
HARDEST = ("![", "[a](", "*_*", "- a\n", "a\n: b\n", "|a|b|\n|-|-|\n", "`\n", "[sound:")
SHORT = 4_000  # characters, where the bounds of a whole text are not reached


def calls(text: str, *, blank: int | None = None) -> int:
    """Return how many functions of Python are called to render a text."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        render(text, blank=blank)
    except ClozeError:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def calls_of_words() -> int:
    render(WORDS)
    return calls(flood(WORDS))


@pytest.mark.parametrize("opener", HARDEST)
@pytest.mark.slow
def test_openers_take_at_most_ten_times_as_many_steps_as_words(opener, calls_of_words):
    assert calls(flood(opener)) <= TIMES_WORDS * calls_of_words


@pytest.mark.parametrize("name", nested_floods())
@pytest.mark.slow
def test_nested_texts_take_at_most_ten_times_as_many_steps_as_words(name, calls_of_words):
    assert calls(nested_floods()[name], blank=1) <= TIMES_WORDS * calls_of_words


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(OPENERS), min_size=1, max_size=4).map("".join))
@pytest.mark.slow
def test_any_mix_of_openers_takes_a_number_of_steps_that_its_length_bounds(opener):
    assert calls(flood(opener, SHORT)) <= 150 * SHORT


def test_text_beyond_the_bound_is_shown_as_it_is_written_and_its_author_learns_why():
    rendered = render("**a** & <b>\n" + "- line\n" * (MAX_LINES + 1))
    assert rendered.html.startswith("<p>**a** &amp; &lt;b&gt;<br>\n- line<br>\n")
    assert rendered.html.count("- line") == MAX_LINES + 1
    assert rendered.problems == (
        "This has too many lines or signs of Markdown, so it is shown as it is written. Split the card.",
    )


def test_a_blank_beyond_the_bound_stays_hidden():
    rendered = render("{{c1::secret}} {{c2::other}}" + "*" * (MAX_MARKS + 1), blank=1)
    assert rendered.html.startswith("<p>[…] other***")


def test_sixty_four_thousand_characters_of_links_are_links():
    assert render(flood("[a *b* c](https://example.org/x) ")).html.count("<a ") == 64_000 // 33


def test_a_table_with_too_many_missing_cells_loses_none_of_its_words():
    shown = render(f"|{'word|' * 1_000}\n|{'-|' * 1_000}\n" + "|last\n" * 100).html
    assert (shown.count("word"), shown.count("last"), shown.count("<td>")) == (1_000, 100, 0)


def test_the_definition_of_a_target_that_would_make_the_text_too_long_is_shown():
    shown = render(f"[a]: /{'u' * 2_000}\n\n" + "[a] " * 1_000).html
    assert shown.startswith("<p>[a]: /uuu")
    assert len(shown) < 10_000

"""A search by a regular expression ends in bounded time, whatever the expression."""

import pytest

from apps.cards.tests.support.factory import make_note
from apps.search import regular_expressions
from apps.search.search import search_cards
from apps.search.terms import scan
from apps.search.tree import SearchError
from apps.web.tests.support.clock import NOW


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|a)*b", "(.*a){20}", "a*a*a*a*a*a*b"])
def test_no_regular_expression_takes_forever(learner, deck, subscription, expression):
    make_note(deck, "a" * 20_000, "Long.")
    assert search_cards(learner, f're:"{expression}" long', now=NOW).count() <= 1


def test_an_expression_has_at_most_three_hundred_characters():
    assert regular_expressions.matcher("x" * 300)("x" * 300)
    with pytest.raises(SearchError, match="at most 300 characters"):
        regular_expressions.matcher("x" * 301)


def test_an_expression_that_takes_too_long_is_given_up(learner, deck, subscription, monkeypatch):
    monkeypatch.setattr(scan, "MAX_SECONDS", -1)
    with pytest.raises(SearchError, match="takes too long"):
        search_cards(learner, "deck:* re:.{0,300}a.{300}x", now=NOW)

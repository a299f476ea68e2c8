"""A mistake in a search: where it ends, and what may have been meant."""

import pytest

from apps.cards.models import Deck
from apps.cards.tests.support.factory import make_note
from apps.search.context import SearchContext
from apps.search.correction import corrected, end_of_mistake, mistake_in
from apps.search.nearest import nearest
from apps.web.tests.support.clock import NOW


@pytest.fixture
def context(world):
    return SearchContext.of(world, NOW)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tga:verb", "tag:verb"),
        ("is:duo", "is:due"),
        ("prop:interval>30d", "prop:interval>30"),
        ("prop:intervall>30", "prop:interval>30"),
        ("(dog or cat", "(dog or cat)"),
        ("dog)", "dog"),
        ("dog or", "dog"),
        ('"two words', '"two words"'),
        ("deck:spanish (tag:verb or prop:interval>30d -is:new", "deck:spanish (tag:verb or prop:interval>30 -is:new)"),
        ("dog", "dog"),
        (r"dog re:(", "dog"),
    ],
)
@pytest.mark.slow
def test_a_search_with_a_mistake_is_corrected_by_a_small_change(world, typed, meant):
    assert corrected(typed, world, NOW.date()) == meant


@pytest.mark.parametrize(("typed", "word"), [("cat is:duo dog", "duo"), ("(cat", "("), ("dog or", "or"), ("x -", "-")])
def test_the_word_with_the_mistake_is_marked(world, typed, word):
    error = mistake_in(typed, world, NOW.date())
    assert typed[error.at : end_of_mistake(typed, error)] == word


def test_looking_for_mistakes_takes_no_statement(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert mistake_in("re:a w:b tag:c*", world, NOW.date()) is None
        assert corrected("re:a w:b tag:c* is:duo", world, NOW.date()) == "re:a w:b tag:c* is:due"


@pytest.mark.parametrize(
    ("typed", "offered", "number"),
    [
        ("tag:greak -is:new", "tag:greek -is:new", 1),
        ("deck:leters", "deck:greek::letters", 0),
        ("alpha or (deck:oen tag:x)", None, 0),
    ],
)
def test_a_tag_or_a_deck_that_there_is_not_is_replaced_by_the_nearest(context, typed, offered, number):
    found = nearest(typed, context)
    assert (found and found.query, found.number if found else 0) == (offered, number)


def test_a_tag_that_there_is_is_not_replaced(context):
    assert nearest("tag:greek zzz", context) is None


def test_the_nearest_tag_is_searched_for_as_it_is(context):
    make_note(Deck.objects.get(slug="own"), "lambda", tags="bio_(old)")
    found = nearest(r'tag:"bio\_(olt)"', context)
    assert found.query == r'tag:"bio\_(old)"'


def test_a_tag_named_none_that_there_is_not_is_replaced_by_the_nearest(context):
    assert nearest(r"tag:\none", context) is None
    make_note(Deck.objects.get(slug="own"), "lambda", tags="nonet")
    assert nearest(r"tag:\none", context).query == "tag:nonet"

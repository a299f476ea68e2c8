import pytest

from apps.cards.tests.support.factory import make_deck


@pytest.fixture
def knots(learner):
    """A deck of the learner's own without cards."""
    return make_deck(owner=learner, slug="knots")

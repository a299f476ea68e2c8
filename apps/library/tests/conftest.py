import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews.models import Schedule
from apps.reviews.services import subscribe
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

FRONTS = ["el perro", "el gato", "la mesa"]


@pytest.fixture
def me(client, learner):
    """The learner's browser."""
    client.force_login(learner)
    return client


@pytest.fixture
def own(learner):
    """A deck of the learner's own in their review, with one answered card."""
    deck = make_deck(owner=learner, slug="spanish", title="Spanish")
    for front, tags in zip(FRONTS, ["animal", "animal", ""], strict=True):
        make_note(deck, front, "Yes.", tags=tags)
    subscribe(learner, deck, today=NOW.date())
    grade(Schedule.objects.get(user=learner, card__note__front="el perro"), 4)
    return deck


@pytest.fixture
def studied(learner, deck, own):
    """The learner also studies the course's deck."""
    subscribe(learner, deck, today=NOW.date())
    return deck

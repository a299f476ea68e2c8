"""A learner's cards in every state, each known by the word on its front."""

from datetime import timedelta

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import one_dot
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()

# For each card: what its note has beside the front, and what its schedule has.
CARDS = {
    "alpha": ({"back": "The *first* letter", "tags": "greek"}, {}),
    "beta": ({"back": "Über **alles** [gut](https://example.org)", "tags": "greek::small Late"}, {"interval_days": 10}),
    "gamma": ({"back": r"5\*3 & `code_x` $\frac{a}{b}$", "extra": "Remember!"}, {"interval_days": 40, "lapses": 4}),
    "delta": ({"back": "漢字 かな 한글"}, {"due_on": TODAY, "easiness": 190, "flag": 1}),
    "epsilon": ({"back": "![map](map.png)"}, {"due_on": TODAY - timedelta(days=3), "lapses": 8, "flag": 7}),
    "zeta": ({"back": "Наука и жизнь"}, {"due_on": TODAY, "suspended": True}),
    "eta": ({"back": "100%"}, {"due_on": TODAY, "buried_on": TODAY}),
    "theta": ({"back": "ab"}, {"repetitions": 0, "interval_days": 1, "lapses": 1}),
}
LEARNED = {"repetitions": 3, "interval_days": 6, "easiness": 250, "due_on": TODAY + timedelta(days=2)}


@pytest.fixture
def world(learner, deck):
    """The learner studies the course's deck of three cards, all new, and has these in an own deck."""
    services.subscribe(learner, deck, today=TODAY)
    own = make_deck(owner=learner, slug="own", title="Greek::Letters")
    add_to_deck(own, {"map.png": store_media(verify(one_dot()))})
    for front, (fields, _schedule) in CARDS.items():
        make_note(own, front, **fields)
    make_note(own, "The {{c1::iota::letter}} and the {{c2::kappa}}", kind="cloze")
    services.subscribe(learner, own, today=TODAY)
    for front, (_fields, state) in CARDS.items():
        if state:
            _schedule_of(learner, front, **LEARNED | state)
    return learner


def _schedule_of(learner, front, **state):
    card = Card.objects.get(note__front=front)
    queue_on = None if state.get("suspended") else max(state["due_on"], TODAY)
    values = {**state, "queue_on": queue_on, "deck": card.note.deck}
    Schedule.objects.update_or_create(user=learner, card=card, defaults=values)


@pytest.fixture
def answered(world):
    """Alpha was failed today, and the course's second card answered with Good eight days ago."""
    first, second = (Schedule.objects.get(user=world, card__note__front=front) for front in ("alpha", "Question 2?"))
    Schedule.objects.filter(pk=second.pk).update(queue_on=TODAY - timedelta(days=8))
    grade(second, 4, NOW - timedelta(days=8))
    grade(first, 1)
    return world

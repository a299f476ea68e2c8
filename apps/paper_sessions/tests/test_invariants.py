"""`check_data` finds paper sessions that do not fit together."""

import pytest

from apps.paper_sessions import invariants
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.paper_sessions.tests.support.papers import enter
from apps.web.statements import across_users


def problems():
    with across_users("a test checks all of them"):
        return [problem for check in invariants.CHECKS for problem in check()]


@pytest.fixture
def entered(session):
    """A session with the grade of its first card."""
    enter(session, {1: 4})
    return session


def test_an_entered_session_is_well(entered):
    assert problems() == []


@pytest.mark.parametrize(
    ("model", "values", "sentence"),
    [
        (PaperSession, {"code": "AAAAAAAA"}, "has the code AAAAAAAA, which nobody can enter"),
        (PaperSession, {"entered_at": None}, "has grades, but not when they were entered"),
        (PaperCard, {"version": 99}, "does not fit its schedule"),
        (PaperCard, {"version": 98}, "has an answer that was not entered for it"),
    ],
)
def test_what_does_not_fit_is_found(entered, learner, model, values, sentence):
    model.objects.filter(user=learner).update(**values)
    assert any(sentence in problem for problem in problems())


def test_a_card_of_another_learner_is_found(entered, learner, classmate):
    PaperCard.objects.filter(user=learner).update(user=classmate)
    assert any("another learner's session" in problem for problem in problems())

"""Papers are printed as in the tests of printing; the learner studies a deck of three new cards."""

import pytest

from apps.paper_sessions.services.start import start_session
from apps.printing.tests.support.papers import (
    _caches_of_this_test,
    _no_warnings,
    _prepared,
    no_spare,
    pango_missing,
    paper,
)
from apps.reviews import invariants
from apps.web.tests.support.clock import NOW

__all__ = ["_caches_of_this_test", "_no_warnings", "_prepared", "no_spare", "pango_missing", "paper"]


@pytest.fixture
def studying(learner, subscription, client):
    """The learner studies the deck's three cards, all new, and is logged in."""
    client.force_login(learner)
    return learner


@pytest.fixture
def session(studying):
    """Today's cards on paper; whatever becomes of them, the data is as it must be."""
    yield start_session(studying, None, now=NOW)
    assert list(invariants.problems()) == []


@pytest.fixture
def url(session):
    return f"/paper/{session.code}/"

"""Jobs of the learner, without a pause between two reports."""

import pytest

from apps.jobs import progress
from apps.jobs.services import lifecycle
from apps.jobs.tests.support import kinds
from apps.web.tests.support.clock import NOW


@pytest.fixture(autouse=True)
def every_report_counts(monkeypatch):
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0)
    yield
    progress.stop_requested.clear()


@pytest.fixture
def submit(learner):
    """Return a function that submits a job of the learner."""

    def submit(kind="test_mark", owner=learner, **fields):
        assert kinds
        return lifecycle.submit(owner, kind, **{"title": "Mark it", "at": NOW, **fields})

    return submit


@pytest.fixture
def job(submit):
    return submit()


@pytest.fixture
def marks(learner):
    """Return a function that counts the effects."""

    def marks():
        learner.refresh_from_db()
        return learner.name.count("x")

    return marks

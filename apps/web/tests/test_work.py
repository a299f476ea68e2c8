"""A request is as much work as the processor and PostgreSQL had with it."""

from types import SimpleNamespace

import pytest
from django.db import connection

from apps.web.server import work


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still: what has passed, and what this thread has worked."""
    clock = SimpleNamespace(passed=0.0, worked=0.0)
    times = SimpleNamespace(perf_counter=lambda: clock.passed, thread_time=lambda: clock.worked)
    monkeypatch.setattr(work, "time", times)
    return clock


def waiting(clock, seconds):
    """Return a statement that waits so long for its database, and needs a tenth of a second for its rows."""

    def execute(*_statement):
        clock.passed += seconds + 0.1
        clock.worked += 0.1

    return execute


def test_the_time_in_which_a_statement_waits_counts_beside_that_of_the_processor(clock):
    with work.measured() as done:
        clock.worked += 0.2
        done.execute(waiting(clock, 0.4), "SELECT 1")
        clock.passed += 5  # for mail, or another machine
    assert done.seconds == pytest.approx(0.2 + 0.1 + 0.4)


def test_who_waits_for_the_lock_of_somebody_else_is_not_busy_for_long(clock):
    with work.measured() as done:
        done.execute(waiting(clock, 20), "UPDATE")
    assert done.seconds == pytest.approx(0.1 + work.MAX_WAIT_SECONDS)


def test_a_statement_that_fails_has_taken_its_time(clock):
    def fail(*_statement):
        clock.passed += 0.5
        raise ZeroDivisionError

    with work.measured() as done, pytest.raises(ZeroDivisionError):
        done.execute(fail, "SELECT 1")
    assert done.seconds == pytest.approx(0.5)


def test_statements_of_postgresql_are_measured_and_those_of_sqlite_are_the_processors(db):
    with work.measured() as done:
        is_measured = done.execute in connection.execute_wrappers
    assert is_measured == (connection.vendor == "postgresql")
    assert done.execute not in connection.execute_wrappers

"""Measures the holds of the lock that others wait for: SQLite's write lock, PostgreSQL's row locks."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

BEGIN = re.compile(r"\s*BEGIN", re.IGNORECASE)
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|COPY)\b|.*\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE | re.DOTALL)


@dataclass
class Holds:
    """The seconds of each hold, without those in which this process or the database's waited for a processor."""

    seconds: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)  # the first write of each

    @property
    def longest(self) -> float:
        """Return the longest hold in milliseconds."""
        return 1000 * max(self.seconds, default=0.0)

    @property
    def longest_statement(self) -> str:
        """Return the first write of the longest hold."""
        return max(zip(self.seconds, self.statements, strict=True), default=(0.0, ""))[1]


class _Watch:
    """Sees every statement, and the end of every transaction."""

    def __init__(self, holds: Holds) -> None:
        self._holds, self._began, self._first = holds, 0.0, ""
        self._clock = _clock()

    def execute(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Begin a hold: on SQLite when the write lock is there, on PostgreSQL with the first statement that locks."""
        statement = str(sql)
        begins, writes = bool(BEGIN.match(statement)), bool(WRITE.match(statement))
        if writes:
            self._began = self._began or self._clock()
            self._first = self._first or statement
        result = execute(sql, params, many, context)
        if begins and connection.vendor == "sqlite":
            self._began = self._clock()
        elif writes and not connection.in_atomic_block:
            self.end()
        return result

    def end(self) -> None:
        """End the hold, if there is one, with its transaction."""
        if self._began:
            self._holds.seconds.append(self._clock() - self._began)
            self._holds.statements.append(self._first)
        self._began, self._first = 0.0, ""


@contextmanager
def watched() -> Iterator[Holds]:
    """Measure the holds of this connection."""
    holds = Holds()
    connection.ensure_connection()
    watch = _Watch(holds)
    originals = {name: getattr(connection, name) for name in ("_commit", "_rollback")}
    for name, original in originals.items():
        setattr(connection, name, _then(original, watch.end))
    try:
        with connection.execute_wrapper(watch.execute):
            yield holds
    finally:
        for name in originals:
            delattr(connection, name)


def _then(original: Callable[[], Any], end: Callable[[], None]) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return original()
        finally:
            end()

    return run


def _clock() -> Callable[[], float]:
    """Return what reads the time without that in which a processor was busy with something else."""
    watched_processes = ["self"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            watched_processes.append(str(cursor.fetchone()[0]))
    paths = [Path(f"/proc/{process}/schedstat") for process in watched_processes]
    return lambda: time.perf_counter() - sum(int(path.read_text().split()[1]) for path in paths) / 1e9

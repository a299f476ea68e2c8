"""How much work a request was: the processor's time, and the time for which PostgreSQL worked for it.

SQLite works in the thread of the request, so that the processor's time is all of it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

MAX_WAIT_SECONDS = 1.0  # for statements, of one request: who waits for a lock of others is not busy for long by it


class Work:
    """The work of a request that this thread answers."""

    def __init__(self) -> None:
        self._began = time.thread_time()
        self._waited = 0.0

    @property
    def seconds(self) -> float:
        """How much it was up to now."""
        return time.thread_time() - self._began + min(self._waited, MAX_WAIT_SECONDS)

    def execute(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Run a statement, as a wrapper of Django's."""
        began, worked = time.perf_counter(), time.thread_time()
        try:
            return execute(*statement)
        finally:
            self._waited += time.perf_counter() - began - (time.thread_time() - worked)


@contextmanager
def measured() -> Iterator[Work]:
    """Measure what this thread does in the block."""
    work = Work()
    with ExitStack() as stack:
        for connection in connections.all():
            if connection.vendor == "postgresql":
                stack.enter_context(connection.execute_wrapper(work.execute))
        yield work

"""Short transactions, one after the other, in place of a long one: nobody waits long for what one locks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

MAX_PAUSE_SECONDS = 0.1


@contextmanager
def piece() -> Iterator[None]:
    """Run a piece of longer work in a transaction of its own; then let those who wait have their turn.

    Whoever waits for SQLite's lock looks for it only now and then: without a pause, they would find it taken each time.
    Within another transaction it is a part of that, and there is nobody to let in.
    """
    began = time.perf_counter()
    with transaction.atomic():
        yield
    if not connection.in_atomic_block:
        time.sleep(min(MAX_PAUSE_SECONDS, time.perf_counter() - began))

"""The write by which a node finds out whether the database takes writes: bounded in time, whoever holds a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from socket import gethostname

from django.db import connection, transaction

from apps.operations.models import NodeProbe

MAX_WAIT_SECONDS = 2


def write_probe(*, at: datetime) -> None:
    """Commit a write, or raise DatabaseError within a few seconds."""
    with _short_waits(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # LOCAL: a pool may give the next transaction another session
                cursor.execute(f"SET LOCAL lock_timeout = '{MAX_WAIT_SECONDS}s'")
                cursor.execute(f"SET LOCAL statement_timeout = '{MAX_WAIT_SECONDS}s'")
        NodeProbe.objects.update_or_create(node=gethostname(), defaults={"written_at": at})


@contextmanager
def _short_waits() -> Iterator[None]:
    """Let SQLite wait for its lock for a shorter time: a probe does not stand in line like a grade."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {MAX_WAIT_SECONDS * 1000}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")

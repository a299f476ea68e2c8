"""Reads from a streaming replica of the database, where DATABASE_REPLICA_URL names one: decision 43.

A block of code that only looks may read there. It sees all that was committed before it began: the replica is asked
whether it has replayed so much, for a moment again and again, and else the block reads from the first server.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, ProgrammingError, connections
from django.db.models import Model
from django.http import HttpResponse

from apps.web.rest import Rest

type View = Callable[..., HttpResponse]

REPLICA = "replica"
# Seconds between two looks at the replica: somebody waits for a page, nobody for a job.
PAGE_PAUSES = (0.01, 0.02, 0.04, 0.08)
JOB_PAUSES = (*PAGE_PAUSES, 0.25, 0.5, 1, 2)


@dataclass
class _Block:
    """Where the reads of a block go."""

    on_replica: bool = False


_block: ContextVar[_Block | None] = ContextVar("reads_from_replica", default=None)


class ReplicaRouter:
    """Sends the reads of such a block to the replica until it writes, and everything else to the first server."""

    def db_for_read(self, _model: type[Model], **_hints: Any) -> str:
        """Return the replica outside transactions only: theirs may have to see what they wrote, or lock it."""
        block = _block.get()
        on_replica = block and block.on_replica and not connections[DEFAULT_DB_ALIAS].in_atomic_block
        return REPLICA if on_replica else DEFAULT_DB_ALIAS

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        """Return the first server; the block reads there from now on, so that it sees what it wrote."""
        if block := _block.get():
            block.on_replica = False
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Model, _other: Model, **_hints: Any) -> bool:
        """Let rows of both servers refer to each other: they are the same."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """Migrate the first server; the replica follows."""
        return db == DEFAULT_DB_ALIAS


rest = Rest(5, "Reading from DATABASE_URL: the replica of DATABASE_REPLICA_URL %s.")


@contextmanager
def reads_from_replica(pauses: Sequence[float] = JOB_PAUSES) -> Iterator[_Block]:
    """Let the reads of this block come from the replica, if there is one that is not behind within these pauses.

    What is read outside a transaction, one statement after the other, may then be newer and newer, as ever.
    """
    block = _block.get() or _Block(_may_read() and _is_up_to_date(pauses))
    token = _block.set(block)
    try:
        yield block
    except (OperationalError, InterfaceError) as error:
        if block.on_replica:
            _leave(error)
        raise
    finally:
        _block.reset(token)


@contextmanager
def reads_from_primary() -> Iterator[None]:
    """Let this block inside such a block read and write on the first server, for something that it is not about."""
    token = _block.set(None)
    try:
        yield
    finally:
        _block.reset(token)


def from_replica(view: View) -> View:
    """Let a view that only looks read from the replica; if that ends during it, once more from the first server."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> HttpResponse:
        block = _Block()
        try:
            with reads_from_replica(PAGE_PAUSES) as block:
                return view(*args, **kwargs)
        except (OperationalError, InterfaceError):
            if not block.on_replica:
                raise
        return view(*args, **kwargs)

    return shown


def is_of_another_server() -> bool:
    """Whether what answers as the replica is none, or follows another server than the first one.

    False where it does not answer, or where the role may not read which system a server has: nothing is known then.
    """
    if REPLICA not in connections.settings:
        return False
    try:
        if not _value(REPLICA, "SELECT pg_is_in_recovery()"):
            return True
        return _system(REPLICA) != _system(DEFAULT_DB_ALIAS)
    except (OperationalError, InterfaceError, ProgrammingError):
        return False


def _system(alias: str) -> int:
    """Return the number that a server and its replicas have in common."""
    number: int = _value(alias, "SELECT system_identifier FROM pg_control_system()")
    return number


def _may_read() -> bool:
    is_there = REPLICA in connections.settings
    return is_there and not rest.lasts and not connections[DEFAULT_DB_ALIAS].in_atomic_block


def _is_up_to_date(pauses: Sequence[float]) -> bool:
    """Whether the replica has, within these pauses, all that the first server has committed by now."""
    committed = _value(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_flush_lsn()::text")
    try:
        for pause in (0, *pauses):
            time.sleep(pause)
            if _value(REPLICA, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", committed):
                return True
    except (OperationalError, InterfaceError) as error:
        _leave(error)
        return False
    rest.begin("is behind, or follows another server")
    return False


def _leave(error: Exception) -> None:
    """Begin a rest after an error; the connection may be broken."""
    connections[REPLICA].close()
    rest.begin(f"does not answer ({error})")


def _value(alias: str, statement: str, *params: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, params)
        (value,) = cursor.fetchone()
    return value

"""One session of the database server itself, for commands whose programs and locks need one.

A pool in transaction mode, as of PgBouncer, gives each transaction another session: what pg_dump sets would stay there
for the site's own statements, and who else is connected could not be known.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from apps.operations.distribution import catalog
from apps.web.error_text import sentence


@contextmanager
def direct_session() -> Iterator[None]:
    """Let the statements of this block go to DATABASE_DIRECT_URL, or to DATABASE_URL if that is no pool.

    Raises CommandError if it is one, or if the database cannot be used.
    """
    with usable_database(), _direct():
        yield


@contextmanager
def usable_database() -> Iterator[None]:
    """Turn what the database raises in this block into a sentence."""
    try:
        yield
    except Error as error:
        raise CommandError(f"The database cannot be used: {sentence(error)}") from error


@contextmanager
def _direct() -> Iterator[None]:
    if not settings.DATABASE_DIRECT:
        _refuse_pool()
        yield
        return
    usual = connections[DEFAULT_DB_ALIAS]
    usual.close()
    connections[DEFAULT_DB_ALIAS] = type(usual)({**usual.settings_dict, **settings.DATABASE_DIRECT}, DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = usual


def _refuse_pool() -> None:
    """A pool answers for the server, and tells the key to cancel a statement as its own, with the process in it."""
    if connection.vendor != "postgresql":
        return
    [(process,)] = catalog.rows("SELECT pg_backend_pid()")
    if process != cast(Any, connection).connection.info.backend_pid:
        raise CommandError(
            "DATABASE_URL leads to a pool of connections, and this needs one of its own. Set DATABASE_DIRECT_URL to "
            "the PostgreSQL server behind it: postgres://user:password@host:5432/name."
        )

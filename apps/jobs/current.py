"""The job that runs here, for what it makes to name it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_current: ContextVar[UUID | None] = ContextVar("current_job", default=None)


def current_job() -> UUID | None:
    """Return the key of the job that runs here; None in a request, and in a command of an administrator."""
    return _current.get()


@contextmanager
def running_job(job: UUID) -> Iterator[None]:
    """Let all that happens within belong to the job."""
    token = _current.set(job)
    try:
        yield
    finally:
        _current.reset(token)

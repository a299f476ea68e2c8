"""What a worker does for the operator."""

from collections.abc import Iterator
from datetime import datetime

from apps.jobs.registry import chore, piecework
from apps.operations.services import sweep


@piecework
def delete_expired_sessions(now: datetime) -> Iterator[None]:
    """Delete the sessions that have ended, some at a time."""
    return sweep.delete_expired_sessions(now)


@chore
def delete_expired_cache_rows(now: datetime) -> None:
    """Delete what has expired in the cache."""
    sweep.delete_expired_cache_rows(now)

"""The kinds of job: which function does the work of which name."""

from collections.abc import Callable
from typing import Any

from apps.jobs.progress import JobFailed

Body = Callable[..., None]

_bodies: dict[str, Body] = {}


def job(kind: str) -> Callable[[Body], Body]:
    """Register the function that does the work of a kind: it takes a Progress and the job's arguments by name."""

    def register(body: Body) -> Body:
        if kind in _bodies:
            raise ValueError(f"There are two kinds of job called {kind!r}.")
        _bodies[kind] = body
        return body

    return register


def body_of(kind: str) -> Body:
    """Return the function of a kind; a kind that has left the program since its job was submitted fails the job."""
    if kind not in _bodies:
        raise JobFailed("This site cannot do this kind of work any more.")
    return _bodies[kind]


def check(kind: str, arguments: dict[str, Any]) -> None:
    """Raise ValueError for a kind that nobody registered, or for an argument that would hide the Progress."""
    if kind not in _bodies or "progress" in arguments:
        raise ValueError(f"There is no job {kind!r} with the arguments {sorted(arguments)}.")

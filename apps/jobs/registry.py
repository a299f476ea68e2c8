"""The kinds of job, and the function that runs each of them; and what a worker does between two jobs."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from apps.jobs.progress import JobFailed

JobFunction = Callable[..., None]
Chore = Callable[[datetime], None]
Piecework = Callable[[datetime], Iterator[None]]

_functions: dict[str, JobFunction] = {}
_short: set[str] = set()
_chores: list[Chore] = []
_piecework: list[Piecework] = []


def job(kind: str, *, is_short: bool = False) -> Callable[[JobFunction], JobFunction]:
    """Register the function that runs a kind of job: it takes a Progress, and the job's arguments by name.

    A short kind usually takes seconds: it goes before others whose turn it is as well.
    """

    def register(function: JobFunction) -> JobFunction:
        if kind in _functions:
            raise ValueError(f"Two kinds of job are named {kind!r}.")
        _functions[kind] = function
        if is_short:
            _short.add(kind)
        return function

    return register


def function_of(kind: str) -> JobFunction:
    """Return the function of a kind; raise JobFailed for one that was removed after the job was submitted."""
    if kind not in _functions:
        raise JobFailed(_("This site no longer supports this kind of job."))
    return _functions[kind]


def is_short(kind: str) -> bool:
    """Whether jobs of this kind usually take seconds."""
    return kind in _short


def check(kind: str, arguments: Mapping[str, object]) -> None:
    """Raise ValueError for an unregistered kind, or for an argument that would hide the Progress."""
    if kind not in _functions or "progress" in arguments:
        raise ValueError(f"There is no job {kind!r} with the arguments {sorted(arguments)}.")


def chore(function: Chore) -> Chore:
    """Register what a worker does with its housekeeping every minute: something short, given the time."""
    _chores.append(function)
    return function


def chores() -> tuple[Chore, ...]:
    """Return what apps registered as chores."""
    return tuple(_chores)


def piecework(function: Piecework) -> Piecework:
    """Register what a worker does between two jobs, a short step at a time: it stops after any, and begins again."""
    _piecework.append(function)
    return function


def all_piecework() -> tuple[Piecework, ...]:
    """Return what apps registered as piecework."""
    return tuple(_piecework)

"""Pages with a limit each: the CPU time of Python and the database together, and the statements, as a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from benchmarks import site

ROUNDS = 7
MAX_STATEMENTS = 40


@dataclass(frozen=True)
class MeasuredPage:
    """A page by its name, its URL and its limit; one that begins something is opened in a new session each time."""

    name: str
    url: str
    limit_ms: int
    begins: bool = False


def with_query(path: str, **values: str) -> str:
    """Return a URL."""
    return f"{path}?{urlencode(values)}" if values else path


def print_table(person: User, pages: Iterable[MeasuredPage]) -> None:
    """Print a line for each page that the person opens; exit with status 1 where one is over its limit."""
    missed = False
    print(f"{'page':<44} {'limit':>6} {'CPU':>9} {'statements':>11}  verdict ({connection.vendor})")
    for page in pages:
        took, statements = _measure(person, page)
        is_met = took <= page.limit_ms and statements <= MAX_STATEMENTS
        missed |= not is_met
        verdict = "met" if is_met else "MISSED"
        print(f"{page.name:<44} {page.limit_ms:>3} ms {took:>6.1f} ms {statements:>11}  {verdict}", flush=True)
    if missed:
        raise SystemExit(1)


def _measure(person: User, page: MeasuredPage) -> tuple[float, int]:
    """Return the milliseconds of CPU time, the least of several, and the number of statements."""
    cookies = cycle([site.session_of(person) for _ in range(ROUNDS + 1 if page.begins else 1)])
    with CaptureQueriesContext(connection) as captured:
        _open(page.url, next(cookies))
        statements = len(captured)
    clock = site.cpu_clock()
    return min(_seconds(clock, page.url, next(cookies)) for _ in range(ROUNDS)) * 1000, statements


def _seconds(clock: Callable[[], float], url: str, cookie: str) -> float:
    started = clock()
    _open(url, cookie)
    return clock() - started


def _open(url: str, cookie: str) -> None:
    status = site.request("GET", url, cookie, htmx=False)
    if not status.startswith("200"):
        raise ValueError(f"{url}: {status}")

"""Pages and grades of a learner on a large site, plain and divided by user, as multiples of those on a small one.

Also those of a learner of 100,000 cards, as multiples of a learner's of 1,000. Three databases of one PostgreSQL hold
the same first learner; each page is measured on all of them in turn, by CPU time (of Python and the database) and on
the wall. The large site has a million schedules and ten million answers; LEARNERS=50 CARDS=200 ANSWERS=5
MANY_CARDS=4000 make it smaller.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.load.seed import SeededLoad, seed_load
from benchmarks import site
from benchmarks.site import Act

ROUNDS = 5
LEARNERS, CARDS = int(os.environ.get("LEARNERS", "1000")), int(os.environ.get("CARDS", "1000"))
ANSWERS, MANY_CARDS = int(os.environ.get("ANSWERS", "10")), int(os.environ.get("MANY_CARDS", "100000"))
FEW_LEARNERS, PARTITIONS = 2, 8
LARGE_SITE, MANY = 1.15, 2  # goals: times a small site, and times a learner of fewer cards
NEEDED = site.BLOCK_SIZE + 1  # cards due: of a block, and of the act before it

type Measured = tuple[str, str]  # what is done, and by whom, where
type Seconds = dict[Measured, float]


@dataclass(frozen=True)
class Place:
    """A learner of a load, in a database."""

    database: str
    seed: int

    def enter(self) -> User:
        """Go to the database; return the learner."""
        use(self.database)
        return User.objects.get(email=f"load-{self.seed}-0@example.org")

    def pages(self) -> dict[str, Callable[[], Act]]:
        """Return what prepares a block of each act, by its name. The undos take the grades back."""
        cookie = site.session_of(self.enter())
        name = f"load-{self.seed}"
        urls = {"home": "/", "session": "/review/", "deck": f"/decks/{name}/", "course": f"/courses/{name}/"}
        for url in urls.values():
            open_page(url, cookie)  # the first one builds the learner's day
        pages = {page: partial(self._opens, url, cookie) for page, url in urls.items()}
        return {"grade": partial(self._grades, cookie), "undo": partial(self._undos, cookie), **pages}

    def _opens(self, url: str, cookie: str) -> Act:
        self.enter()
        return partial(open_page, url, cookie)

    def _grades(self, cookie: str) -> Act:
        user = self.enter()
        due = Schedule.objects.filter(user=user, queue_on__lte=site.study_day()).order_by("queue_on", "id")
        remaining = needed(due)
        return lambda: _grade(next(remaining), cookie)

    def _undos(self, cookie: str) -> Act:
        user = self.enter()
        given = ReviewLog.objects.filter(user=user, day=site.study_day(), undone_at=None).order_by("-pk")
        remaining = needed(given)
        return lambda: press("/review/undo/", cookie, log=next(remaining).pk)


def main() -> None:
    """Make the three databases, measure, and compare with the goals."""
    if connection.vendor != "postgresql":
        print("Only PostgreSQL holds such a site, and divides it: nothing is measured on SQLite.")
        return
    site.prepare()
    plain = connection.settings_dict["NAME"]
    small, divided = f"{plain}_small", f"{plain}_divided"
    places = {
        "small": Place(small, 1),
        "plain": Place(plain, 1),
        "divided": Place(divided, 1),
        "many": Place(plain, 2),
    }
    try:
        make_databases(small, plain, divided)
        pages = {name: place.pages() for name, place in places.items()}
        blocks = {(act, name): pages[name][act] for act in pages["small"] for name in places}
        with site.limits() as check:
            for what, clock in (("CPU", cpu_seconds), ("wall", time.perf_counter)):
                compare(what, site.blocks_in_turn(blocks, ROUNDS, clock), check)
    finally:
        for name in (small, divided):
            on_server(f'DROP DATABASE IF EXISTS "{name}"')


def make_databases(small: str, plain: str, divided: str) -> None:
    """Fill the plain database, and make the small and the divided one beside it."""
    copy(plain, small)
    fill(small, SeededLoad(FEW_LEARNERS, CARDS, ANSWERS, seed=1))
    fill(plain, SeededLoad(LEARNERS, CARDS, ANSWERS, seed=1), SeededLoad(1, MANY_CARDS, ANSWERS, seed=2))
    copy(plain, divided)
    use(divided)
    call_command("distribute", partitions=PARTITIONS, yes=True, stdout=StringIO())
    site.analyze()


def fill(database: str, *loads: SeededLoad) -> None:
    """Seed the loads."""
    use(database)
    for load in loads:
        seed_load(load, today=site.study_day(), progress=lambda _learners: None)
        print(f"{database}: {load}", flush=True)
    site.analyze()


def copy(database: str, to: str) -> None:
    """Make a database as another one is."""
    on_server(f'CREATE DATABASE "{to}" TEMPLATE "{database}"')


def on_server(sql: str) -> None:
    """Execute a statement about databases, in none of them."""
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(sql)


def use(database: str) -> None:
    """Go to another database of the server."""
    if connection.settings_dict["NAME"] == database:
        return
    connection.close()
    connection.settings_dict["NAME"] = database
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all in the process that cpu_seconds reads


def cpu_seconds() -> float:
    """Return the CPU time of this process, and of the one in which PostgreSQL works for it now."""
    of_server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(of_server.read_text().split()[0]) / 1e9


def needed[Row: (Schedule, ReviewLog)](rows: QuerySet[Row]) -> Iterator[Row]:
    """Return as many as a block takes; exit where there are fewer."""
    found = list(rows[:NEEDED])
    if len(found) < NEEDED:
        raise SystemExit(f"Only {len(found)} of {NEEDED} cards are due. Use more CARDS.")
    return iter(found)


def open_page(url: str, cookie: str) -> None:
    """Open a page as a browser does."""
    status = site.request("GET", url, cookie, htmx=False)
    assert status.startswith("200"), (url, status)


def press(url: str, cookie: str, **data: object) -> None:
    """Press a button of a page."""
    status = site.request("POST", url, cookie, data)
    assert status.startswith("200"), (url, status)


def _grade(schedule: Schedule, cookie: str) -> None:
    press(f"/review/{schedule.card_id}/grade/", cookie, grade=4, version=schedule.version)


def compare(what: str, took: Seconds, check: Callable[[str, float, float], None]) -> None:
    """Print what each act took, and check it against the goals."""
    for act in dict.fromkeys(act for act, _ in took):
        small, plain = took[act, "small"], took[act, "plain"]
        print(f"{what}, {act}: {small * 1000:.2f} ms on the small site")
        check(f"{what}, {act} on the large site", plain / small, LARGE_SITE)
        check(f"{what}, {act} on the large site, divided", took[act, "divided"] / small, LARGE_SITE)
        check(f"{what}, {act} of {MANY_CARDS:,} cards beside {CARDS:,}", took[act, "many"] / plain, MANY)


if __name__ == "__main__":
    main()

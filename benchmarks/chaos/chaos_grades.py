"""Kills everything while learners answer: no acknowledged answer is lost, doubled or changed.

Eight learners press grades, and press again what was not acknowledged, as their browsers do, until GRADES answers
(1,000) are acknowledged. In the meantime one disaster follows the other; after each, people must be able to answer
again without anybody's help.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from itertools import cycle

from django.core.management import call_command
from django.db import connection

from apps.reviews import invariants
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler import sm2
from apps.web.statements import across_users
from benchmarks import site
from benchmarks.chaos import full_disk, postgres
from benchmarks.chaos.presses import Presses
from benchmarks.chaos.running_site import RunningSite, last_lines
from benchmarks.served_site import new_learner

LEARNERS, MIN_GRADES = 8, 1_000
MIN_GRADES_BETWEEN, MAX_DISASTERS = 50, 200  # so many answers at least are acknowledged between two disasters
RECOVERY_SECONDS, LOOK_SECONDS = 90, 0.1

type Disasters = dict[str, Callable[[], None]]


def main() -> None:
    """Run, and compare what was acknowledged with what the database holds."""
    goal = max(MIN_GRADES, int(os.environ.get("GRADES", MIN_GRADES)))
    site.prepare()
    call_command("build_static", verbosity=0)
    if postgres.is_ours() and not postgres.keeps_what_it_confirms():
        raise SystemExit("This PostgreSQL confirms before it writes to the disk: start it by “make bench-chaos”.")
    people = [new_learner(goal // LEARNERS * 3 // 2 + number) for number in range(LEARNERS)]
    call_command("index_texts", stdout=StringIO())
    connection.close()
    with RunningSite() as running, ThreadPoolExecutor(LEARNERS) as pool:
        presses = Presses(running.port)
        pressing = [pool.submit(presses.press, learner) for learner in people]
        try:
            struck = _strike(_disasters(running), presses, goal)
        finally:
            presses.stop()
        for each in pressing:
            each.result()
        print(f"{', '.join(f'{name}: {times}' for name, times in struck.items())} ({connection.vendor})")
        print(f"Without an acknowledgement: {', '.join(f'{why}: {n}' for why, n in presses.failures.most_common())}")
    _compare(presses, goal)


def _disasters(running: RunningSite) -> Disasters:
    disasters = {
        "web worker killed": running.kill_a_web_worker,
        "server killed": running.kill_the_server,
        "job worker killed": running.kill_the_job_worker,
        "everything killed": running.kill_everything,
    }
    if postgres.is_ours():
        disasters |= {
            "PostgreSQL's connection killed": postgres.kill_a_backend,
            "PostgreSQL stopped at once": postgres.stop_at_once,
            "PostgreSQL killed": postgres.kill_the_server,
        }
    if full_disk.is_small() or not postgres.is_ours():
        disasters["disk full"] = partial(_fill_the_disk, running)
    else:
        print("Left out: disk full. On PostgreSQL it takes a small disk, which only root can make.")
    return disasters


def _fill_the_disk(running: RunningSite) -> None:
    full_disk.fill(running.processes)
    if postgres.is_ours():
        postgres.start()


def _strike(disasters: Disasters, presses: Presses, goal: int) -> Counter[str]:
    """Let one disaster after the other strike until enough is acknowledged; return how often each one did."""
    struck, between = Counter[str](), max(MIN_GRADES_BETWEEN, goal // MAX_DISASTERS)
    for name, strike in cycle(disasters.items()):
        _wait_for(presses, min(goal, presses.count + between))
        if presses.count >= goal:
            break
        strike()
        struck[name] += 1
    return struck


def _wait_for(presses: Presses, count: int) -> None:
    """Wait until so many answers are acknowledged; end the benchmark where people cannot answer any more."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while presses.count < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"Nobody can answer any more.\n{presses.failures}\n{last_lines()}")
        time.sleep(LOOK_SECONDS)


def _compare(presses: Presses, goal: int) -> None:
    with across_users("the answers of all learners are compared"):
        stored = Counter(ReviewLog.objects.values_list("schedule__card_id", flat=True))
        wrong = [*_wrong(presses)]
    lost = [card for card in presses.acknowledged if not stored[card]]
    doubled = [card for card, times in stored.items() if times > 1]
    inconsistent = [*invariants.problems()]
    print(f"{presses.count} answers acknowledged of {goal} asked for, {stored.total()} stored")
    print(f"{len(lost)} lost, {len(doubled)} doubled, {len(wrong)} with another schedule, ", end="")
    print(f"{len(inconsistent)} inconsistent rows, {presses.errors} error pages")
    print(*inconsistent[:5], sep="\n", end="")
    raise SystemExit(bool(lost or doubled or wrong or inconsistent or presses.errors or presses.count < goal))


def _wrong(presses: Presses) -> Iterator[int]:
    """Yield the acknowledged cards whose schedule is not that of SM-2 after the pressed grade."""
    schedules = Schedule.objects.filter(reviewed_at__isnull=False)
    states = {schedule.card_id: schedule.state for schedule in schedules.iterator()}
    for card, grade in presses.acknowledged.items():
        if states.get(card) != sm2.grade(sm2.CardState(), grade):
            yield card


if __name__ == "__main__":
    main()

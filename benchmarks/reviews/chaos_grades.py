"""Kills the server's workers while learners grade: no acknowledged answer may be lost, none may count twice.

Eight learners press grades on a real server, and press again whatever was not acknowledged, while a worker is killed
with signal 9 several times a second.
"""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

from django.db import connection

from apps.reviews import invariants
from apps.reviews.models import ReviewLog
from benchmarks import site
from benchmarks.served_site import Learner, grade, new_learner, served

LEARNERS, SECONDS, BETWEEN_KILLS = 8, 20, 0.25
CARDS = 1_000


def main() -> None:
    """Run, and compare what was acknowledged with what the database holds."""
    site.prepare()
    people = [new_learner(CARDS + number) for number in range(LEARNERS)]
    connection.close()
    with served() as (server, port), ThreadPoolExecutor(LEARNERS + 1) as pool:
        deadline = time.monotonic() + SECONDS
        kills = pool.submit(_kill_workers, server, deadline)
        acknowledged = list(chain.from_iterable(pool.map(partial(_press, port, deadline), people)))
    _compare(acknowledged, kills.result())


def _press(port: int, deadline: float, learner: Learner) -> list[int]:
    """Grade one card after another, each until it is acknowledged; return those that were."""
    cookie, cards = learner
    acknowledged = []
    for card in cards:
        while time.monotonic() < deadline:
            if grade(port, cookie, card):
                acknowledged.append(card)
                break
    return acknowledged


def _kill_workers(master: int, deadline: float) -> int:
    kills = 0
    while time.monotonic() < deadline:
        time.sleep(BETWEEN_KILLS)
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if workers:
            os.kill(int(random.choice(workers)), signal.SIGKILL)
            kills += 1
    return kills


def _compare(acknowledged: list[int], kills: int) -> None:
    logged = Counter(ReviewLog.objects.values_list("schedule__card_id", flat=True))
    lost = [card for card in acknowledged if not logged[card]]
    doubled = [card for card, times in logged.items() if times > 1]
    inconsistent = list(invariants.problems())
    print(f"{kills} workers killed ({connection.vendor})")
    print(f"{len(acknowledged)} answers acknowledged, {len(logged)} stored")
    print(f"{len(lost)} lost, {len(doubled)} doubled, {len(inconsistent)} inconsistent rows")
    print("\n".join(inconsistent[:5]))
    raise SystemExit(bool(lost or doubled or inconsistent))


if __name__ == "__main__":
    main()

"""Grades of 20 learners while somebody with an account does their worst: their p99 beside each attack, and without one.

The server and its workers are those that `manage.py serve --with-workers` starts. Before each attack the learners are
alone for as long; the ratio of the two counts, of each the median of three rounds. ATTACKS="search,logins" measures
these only.
"""

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from statistics import median
from tempfile import mkdtemp

from django.db import connections

from apps.jobs.models import Job
from benchmarks import served_site, site
from benchmarks.locks import presses
from benchmarks.locks.presses import Cards
from benchmarks.serving import attacks
from benchmarks.serving.attacks import Attack

LEARNERS, THOUGHT_SECONDS, SECONDS, ROUNDS = 20, 0.5, 4, 3
CONNECTIONS = 8  # of the attacker, at the same time
LEAD_SECONDS, REST_SECONDS = 1, 60  # of an attack before it is measured; in which its jobs end
GOAL = 3
SERVER = (sys.executable, "manage.py", "serve", "--with-workers", "--bind", "127.0.0.1:{port}")


def main() -> None:
    """Print each ratio; exit with 1 where one is above the goal."""
    site.prepare()
    chosen = _chosen(attacks.prepare())
    learners = presses.learners_for(2 * len(chosen) * ROUNDS * (SECONDS + LEAD_SECONDS), LEARNERS)
    site.analyze()
    os.environ |= {"SITE_URL": "http://localhost", "DITCARDS_STATIC": mkdtemp()}
    subprocess.run([sys.executable, "manage.py", "build_static"], check=True)
    connections.close_all()
    p99s = defaultdict(list)
    with served_site.served(SERVER) as (_, port), site.limits() as check:
        grades = partial(_p99, port, learners)
        for _round in range(ROUNDS):
            for name, attack in chosen.items():
                alone = grades()
                with _attacked(port, attack):
                    p99s[name].append((grades(), alone))
                print(f"{name}: p99 {1000 * p99s[name][-1][0]:.0f} ms, alone {1000 * alone:.0f} ms", flush=True)
                _rest()
        for name, pairs in p99s.items():
            check(f"a grade beside {name}, beside one alone", median(a / b for a, b in pairs), GOAL)


def _chosen(all_attacks: dict[str, Attack]) -> dict[str, Attack]:
    names = os.environ.get("ATTACKS", "")
    return {name: all_attacks[name] for name in names.split(",")} if names else all_attacks


def _p99(port: int, learners: Cards) -> float:
    """Let the learners press for some seconds; return the p99. A grade that is not acknowledged ends everything."""
    took = presses.press(port, learners, presses.for_seconds(SECONDS), THOUGHT_SECONDS)
    refused = [seconds for seconds, acknowledged in took if not acknowledged]
    assert not refused, f"not acknowledged, after seconds: {refused}"
    return presses.p99(took)


@contextmanager
def _attacked(port: int, attack: Attack) -> Iterator[None]:
    """Send the attack in the block, again and again on each connection."""
    going_on = True

    def send() -> None:
        while going_on:
            attack.send(port)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sent = [pool.submit(send) for _ in range(CONNECTIONS)]
        time.sleep(LEAD_SECONDS)
        try:
            yield
        finally:
            going_on = False
    for each in sent:
        each.result()


def _rest() -> None:
    """Wait until nothing of an attack goes on in the background."""
    end = time.monotonic() + REST_SECONDS
    attacks.settle()
    while Job.objects.open().exists() and time.monotonic() < end:
        time.sleep(0.2)


if __name__ == "__main__":
    main()

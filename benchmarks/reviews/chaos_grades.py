"""Kills the server's workers while learners grade: no acknowledged answer may be lost, none may count twice.

Eight learners press grades on a real server, and press again whatever was not acknowledged, while a worker is killed
with signal 9 several times a second.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from apps.accounts.models import User
from apps.reviews import invariants
from apps.reviews.models import ReviewLog, Schedule
from benchmarks import site

LEARNERS, SECONDS, BETWEEN_KILLS = 8, 20, 0.25
CARDS = 1_000


def main() -> None:
    """Run, and compare what was acknowledged with what the database holds."""
    site.prepare()
    people = [_learner(number) for number in range(LEARNERS)]
    connection.close()
    port = _free_port()
    server = subprocess.Popen([*_gunicorn(), "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        deadline = time.monotonic() + SECONDS
        with ThreadPoolExecutor(LEARNERS + 1) as pool:
            kills = pool.submit(_kill_workers, server.pid, deadline)
            acknowledged = list(chain.from_iterable(pool.map(partial(_press, port, deadline), people)))
    finally:
        server.terminate()
        server.wait()
    _compare(acknowledged, kills.result())


def _learner(number: int) -> tuple[str, list[int]]:
    user: User = site.learner_with(CARDS + number, site.study_day(), new=True)
    cards = Schedule.objects.filter(user=user).order_by("id").values_list("card_id", flat=True)
    return site.session_of(user), list(cards)


def _gunicorn() -> list[str]:
    return [sys.executable, "-m", "gunicorn", "--workers", "2"]


def _press(port: int, deadline: float, learner: tuple[str, list[int]]) -> list[int]:
    """Grade one card after another, each until it is acknowledged; return those that were."""
    cookie, cards = learner
    acknowledged = []
    for card in cards:
        while time.monotonic() < deadline:
            if _grade(port, cookie, card):
                acknowledged.append(card)
                break
    return acknowledged


def _grade(port: int, cookie: str, card: int) -> bool:
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": site.CSRF_TOKEN,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        server.request("POST", f"/review/{card}/grade/", urlencode({"grade": 4, "version": 0}), headers)
        response = server.getresponse()
        response.read()
        return response.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        server.close()


def _kill_workers(master: int, deadline: float) -> int:
    kills = 0
    while time.monotonic() < deadline:
        time.sleep(BETWEEN_KILLS)
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if workers:
            os.kill(int(random.choice(workers)), signal.SIGKILL)
            kills += 1
    return kills


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


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

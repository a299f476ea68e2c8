"""What a backup costs those who answer: its locks, and the p99 of a grade beside it, as a multiple of that alone.

The site has 100,000 cards, their schedules, and pictures. The backup runs as at night: niced, in a process of its own.
CARDS=2000 measures a smaller site.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from apps.cards.media import media_storage
from apps.jobs.management.commands.work import NICENESS
from benchmarks import served_site, site
from benchmarks.locks import acts, presses
from benchmarks.locks.lock_holds import watched

ALONE_SECONDS, MAX_SECONDS, BACKUPS = 15, 60, 3
PICTURES, PICTURE_BYTES = acts.CARDS // 200, 100_000
GOAL, LIMIT_MS = 2, 50


def main() -> None:
    """Measure the locks of one backup, then grades alone and beside others."""
    site.prepare()
    site.learner_with(acts.CARDS, site.study_day())
    for _ in range(PICTURES):
        content = os.urandom(PICTURE_BYTES)
        media_storage.write(f"{sha256(content).hexdigest()}.png", content)
    learners = presses.learners_for(ALONE_SECONDS + MAX_SECONDS * BACKUPS)
    site.analyze()
    with tempfile.TemporaryDirectory() as folder, site.limits(" ms") as check:
        with watched() as holds:
            call_command("backup", f"{folder}/locks/", stdout=StringIO())
        check("the longest lock of a backup", holds.longest, LIMIT_MS)
    connections.close_all()
    with tempfile.TemporaryDirectory() as folder, served_site.served() as (_, port), site.limits() as check:
        press = partial(presses.press, port, learners)
        alone = presses.p99(press(presses.for_seconds(ALONE_SECONDS)))
        took = [each for number in range(BACKUPS) for each in press(_backup(f"{folder}/{number}/"))]
        beside = presses.p99(took)
        assert len(list(Path(folder).rglob("manifest.json"))) == BACKUPS, (
            f"A backup took more than {MAX_SECONDS} seconds."
        )
        print(f"alone: p99 {alone * 1000:.0f} ms")
        print(f"beside backups: p99 {beside * 1000:.0f} ms, longest {max(took)[0]:.2f} s, {len(took)} presses")
        check("errors beside a backup", sum(not acknowledged for _, acknowledged in took), 0)
        check("a grade beside a backup, beside one alone", beside / alone, GOAL)


def _backup(folder: str) -> Callable[[], bool]:
    """Begin a backup; return what tells whether it goes on."""
    command = ["nice", "-n", str(NICENESS[connection.vendor]), sys.executable, "manage.py", "backup", folder]
    return presses.while_running(command, MAX_SECONDS)


if __name__ == "__main__":
    main()

"""The worker: runs background jobs, one after the other."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from types import FrameType

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.jobs.progress import SHORT_SECONDS, JobFailed, only_short, stop_requested
from apps.jobs.running import claim_next, run_claimed
from apps.jobs.services import housekeeping
from apps.jobs.services.workers import Presence
from apps.web.management.node_command import NodeCommand
from apps.web.storage import StorageDown

IDLE_SECONDS = 1.0
SHORT_IDLE_SECONDS = 0.2  # of a worker for short jobs: their owners wait for them
HOUSEKEEPING_SECONDS = 60.0
PIECEWORK_SECONDS = 2.0  # then the next job has its turn
TIMEOUT_SECONDS = 1800
# The server goes first. On PostgreSQL as far as it goes, and its servers work for a job at their own priority; a worker
# that SQLite's one lock of the site waits for must not starve while it has it.
NICENESS = {"postgresql": 19, "sqlite": 5}
GRACE_SECONDS = 10  # for a job to reach its next report

log = logging.getLogger("apps.jobs")


class Command(NodeCommand):
    """Runs jobs until it is asked to stop; a job that is running then continues in the next worker."""

    help = "Run background jobs (imports, exports, large PDFs) until SIGTERM or Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare when to stop."""
        parser.add_argument(
            "--timeout", type=float, default=TIMEOUT_SECONDS, help="seconds that a job may take (default: %(default)s)"
        )
        parser.add_argument(
            "--short",
            action="store_true",
            help=f"leave jobs that take longer than {SHORT_SECONDS} seconds, and housekeeping, to other workers",
        )
        parser.add_argument("--exit-with", type=int, metavar="PID", help="exit when the process PID has exited")

    def handle(
        self, *_arguments: object, timeout: float, short: bool, exit_with: int | None, **_options: object
    ) -> None:
        """Run the jobs in the queue, do the housekeeping, and wait for more jobs."""
        signal.signal(signal.SIGINT, _request_stop)
        signal.signal(signal.SIGTERM, _request_stop)
        signal.signal(signal.SIGALRM, _time_out)
        if exit_with:
            Thread(target=_exit_with, args=[exit_with], daemon=True).start()
        os.nice(NICENESS[connection.vendor])
        if short:
            only_short.set()
        presence = Presence(is_short=short)
        presence.begin()
        housekeeping_at, has_piecework = float("inf") if short else 0.0, False
        idle_seconds = SHORT_IDLE_SECONDS if short else IDLE_SECONDS
        while not stop_requested.is_set():
            busy = _with_connection(partial(_run_next, timeout))
            if time.monotonic() >= housekeeping_at:
                housekeeping_at = time.monotonic() + HOUSEKEEPING_SECONDS
                _with_connection(_do_housekeeping)
                has_piecework = True
            if has_piecework:
                has_piecework = _with_connection(_do_piecework)
            elif not busy:
                stop_requested.wait(idle_seconds)
        _with_connection(partial(_end, presence))


def _run_next(timeout: float) -> bool:
    """Run the job whose turn it is; return whether there was one."""
    now = timezone.now()
    housekeeping.retry_stale(now)
    job = claim_next(now, with_long=not only_short.is_set())
    if job is None:
        return False
    run_claimed(job, _limited(timeout))
    return True


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """End what runs in this block after so many seconds, and again for a function that catches the error."""
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _end(presence: Presence) -> bool:
    presence.end()
    return True


def _do_housekeeping() -> bool:
    housekeeping.do_housekeeping(timezone.now())
    return True


def _do_piecework() -> bool:
    return housekeeping.do_piecework(timezone.now(), PIECEWORK_SECONDS)


def _with_connection(work: Callable[[], bool]) -> bool:
    """Do the work; if the database, the disk or the storage of files fails, log it: the next turn retries."""
    close_old_connections()
    try:
        return work()
    except (Error, OSError, StorageDown) as error:
        log.warning("The worker will retry in a moment: %s", error)
        return False


def _request_stop(_number: int, _frame: FrameType | None) -> None:
    stop_requested.set()


def _time_out(_number: int, _frame: FrameType | None) -> None:
    """End the running job: a file that never stops being read must not block the other jobs."""
    raise JobFailed(_("This took too long and was stopped. Try again with a smaller file or fewer cards."))


def _exit_with(pid: int) -> None:
    """Wait until the process has exited, then end this one: at the next report, or after a grace period."""
    while _is_running(pid):
        time.sleep(IDLE_SECONDS)
    stop_requested.set()
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

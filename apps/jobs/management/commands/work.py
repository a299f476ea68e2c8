"""The worker: runs the jobs that people started, one after the other."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from threading import Thread
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from apps.jobs.progress import JobFailed, stop
from apps.jobs.services import housekeeping

REST_SECONDS = 1.0
SWEEP_SECONDS = 60.0
LIMIT_SECONDS = 1800
GRACE_SECONDS = 10  # for a job to reach its next report

log = logging.getLogger("apps.jobs")


class Command(BaseCommand):
    """Runs jobs until it is asked to stop; the job that is running then goes on in the next worker."""

    help = "Run the jobs that people start (imports, exports), until SIGTERM or Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare when to end."""
        parser.add_argument("--limit", type=float, default=LIMIT_SECONDS, help="seconds for a job (%(default)s)")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run what is waiting, look after the rest, take a rest."""
        signal.signal(signal.SIGINT, _ask_to_stop)
        signal.signal(signal.SIGTERM, _ask_to_stop)
        signal.signal(signal.SIGALRM, _give_up)
        if options["beside"]:
            Thread(target=_end_with, args=[options["beside"]], daemon=True).start()
        sweep_at = 0.0
        while not stop.is_set():
            busy = _try(partial(_turn, options["limit"]))
            if time.monotonic() >= sweep_at:
                sweep_at = time.monotonic() + SWEEP_SECONDS
                _try(_sweep)
            if not busy:
                stop.wait(REST_SECONDS)


def _turn(limit: float) -> bool:
    """Run one task, or see to it that none is missing; return whether there was one."""
    housekeeping.take_up_stale(timezone.now())
    if DBTaskResult.objects.ready().exists():  # a look that, unlike the worker's, locks nothing
        signal.setitimer(signal.ITIMER_REAL, limit, GRACE_SECONDS)  # again and again, for a body that catches it
        try:
            _one_task().run()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return True
    housekeeping.enqueue_waiting()
    return False


def _one_task() -> Worker:
    """Return a worker that ends after a task, so that jobs of killed workers do not wait for an empty queue."""
    return Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        excluded_queue_names=[],
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        worker_id=get_random_string(32),
        interval=0,
        startup_delay=False,
        batch=True,
        max_tasks=1,
    )


def _sweep() -> bool:
    housekeeping.sweep(timezone.now())
    return True


def _try(work: Callable[[], bool]) -> bool:
    """Do it; where the database or the disk will not, say so and let the next turn try again."""
    close_old_connections()
    try:
        return work()
    except (Error, OSError) as error:
        log.warning("The worker tries again in a moment: %s", error)
        return False


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    stop.set()


def _give_up(_number: int, _frame: FrameType | None) -> None:
    """End the job that runs: a file that keeps its reader busy for ever must not keep the others waiting as long."""
    raise JobFailed("This took too long and was given up. Try again with less at once.")


def _end_with(pid: int) -> None:
    """Wait until the process has ended, then end this one: at the next report, or without it."""
    while _lives(pid):
        time.sleep(REST_SECONDS)
    stop.set()
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

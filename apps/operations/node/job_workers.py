"""Workers for background jobs beside the server, on the same machine: forks of its process."""

import os
import signal
import time

from django.core.management import call_command

from apps.operations.node.server import fork_aside

SLOTS: tuple[dict[str, bool], ...] = ({"short": True}, {})  # no short job waits for a long one
RESTART_SECONDS = 3  # between two workers, should one not be able to run


def start_job_workers() -> None:
    """Start the workers (docs/jobs.md). Each is started again when it was killed, and ends with this process."""
    for slot in SLOTS:
        _start(slot)


def _start(slot: dict[str, bool]) -> None:
    server = os.getpid()
    if not fork_aside():
        return
    # Like the server, it goes on when its terminal is closed; and a job is ended by its own worker.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while os.getppid() == server:
        if not (worker := os.fork()):
            call_command("work", exit_with=server, **slot)
            os._exit(0)
        os.waitpid(worker, 0)
        _wait_while_running(server)
    os._exit(0)


def _wait_while_running(server: int) -> None:
    end = time.monotonic() + RESTART_SECONDS
    while os.getppid() == server and time.monotonic() < end:
        time.sleep(0.1)

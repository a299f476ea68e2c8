"""For tests with processes of their own: a port for a server, what they started, and waiting until something holds."""

import socket
import time
from pathlib import Path

STEP_SECONDS = 0.05


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    """Return the processes that this one started."""
    return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def wait_until(holds, seconds=120):
    """Wait for a condition, and fail without it. (The clock of a test may be stopped; its sleep is not.)"""
    for _step in range(round(seconds / STEP_SECONDS)):
        if holds():
            return
        time.sleep(STEP_SECONDS)
    raise AssertionError(f"The condition was not met within {seconds} seconds.")

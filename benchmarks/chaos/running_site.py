"""A site as units run it, `manage.py serve` and `manage.py work`, each started again when it was killed."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from django.conf import settings

START_SECONDS, PAUSE_SECONDS = 90, 0.3
LOG = settings.DATA / "log"


class RunningSite:
    """The server, with its workers, and a job worker; at a port that stays the same."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    _server: subprocess.Popen[bytes]
    _jobs: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self._serve()
        self._work()
        return self

    def __exit__(self, *_: object) -> None:
        self._kill_everything()

    @property
    def processes(self) -> list[int]:
        """Those of the server, and the job worker."""
        return [self._server.pid, *children_of(self._server.pid), self._jobs.pid]

    def kill_a_web_worker(self) -> None:
        """Kill a worker of the server, which starts another."""
        with suppress(ProcessLookupError, IndexError):
            os.kill(random.choice(children_of(self._server.pid)), signal.SIGKILL)

    def kill_the_server(self) -> None:
        """Kill the process that started the workers, which end by themselves; start it again."""
        self._server.kill()
        self._serve()

    def kill_everything(self) -> None:
        """Kill all processes at once, and start them again."""
        self._kill_everything()
        self._serve()
        self._work()

    def kill_the_job_worker(self) -> None:
        """Kill the job worker with all that it started, and start another."""
        _kill_group(self._jobs)
        self._work()

    def _serve(self) -> None:
        """Start the server, again and again while its port is in use; end the benchmark where it does not start."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._server = self._started("serve", "--bind", f"127.0.0.1:{self.port}")
            while self._server.poll() is None:
                if children_of(self._server.pid) and self._is_reached():
                    return
                time.sleep(PAUSE_SECONDS)
            time.sleep(PAUSE_SECONDS)
        raise SystemExit(f"The server did not start.\n{last_lines()}")

    def _work(self) -> None:
        self._jobs = self._started("work")

    def _started(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in a group of its own, so that it can be killed with all its children."""
        environment = {**os.environ, "SITE_URL": f"http://localhost:{self.port}"}
        with LOG.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def _is_reached(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _kill_everything(self) -> None:
        _kill_group(self._server)
        _kill_group(self._jobs)


def last_lines() -> str:
    """Return the end of what the server and the job worker logged."""
    return LOG.read_text()[-2000:]


def children_of(process: int) -> list[int]:
    """Return the processes that a process started; none where it has ended."""
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _kill_group(leader: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()

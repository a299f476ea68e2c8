"""The temporary PostgreSQL of scripts/with_postgres.sh, whose processes a benchmark may kill."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from django.db import connection

from benchmarks.chaos.running_site import children_of

START_SECONDS, PAUSE_SECONDS = 60, 0.5


def is_ours() -> bool:
    """Whether the database is such a server."""
    return connection.vendor == "postgresql" and (_cluster() / "data").is_dir()


def keeps_what_it_confirms() -> bool:
    """Whether it writes to the disk before it confirms."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync') || current_setting('synchronous_commit')")
        return bool(cursor.fetchone()[0] == "onon")


def kill_a_backend() -> None:
    """Kill the process of a connection: the server ends all others, and recovers from its log."""
    backends = [each for each in children_of(_server()) if _is_of_a_client(each)]
    with suppress(ProcessLookupError, IndexError):
        os.kill(random.choice(backends), signal.SIGKILL)


def stop_at_once() -> None:
    """Stop the server at once, without a checkpoint, and start it: it recovers from its log."""
    _control("stop", "--mode", "immediate")
    start()


def kill_the_server() -> None:
    """Kill the first process, whose others end by themselves, and start it again."""
    os.kill(_server(), signal.SIGKILL)
    start()


def start() -> None:
    """Wait until the server takes connections; start it where it does not run.

    What a killed one left has to end first, and one on a full disk ends while it recovers.
    """
    deadline = time.monotonic() + START_SECONDS
    while _run("pg_isready", "--host", str(_cluster())) != 0:
        if time.monotonic() > deadline:
            raise SystemExit(f"PostgreSQL does not start again.\n{(_cluster() / 'log').read_text()[-2000:]}")
        if _control("status") != 0:
            _control("restart", "--mode", "immediate")  # with the options of the first start, unlike "start"
        time.sleep(PAUSE_SECONDS)


def _control(*arguments: str) -> int:
    return _run("pg_ctl", "--pgdata", "data", "--log", "log", "-w", *arguments)


def _run(program: str, *arguments: str) -> int:
    """Run a program of PostgreSQL as the owner of the cluster; return its status."""
    folder = subprocess.check_output(["scripts/find_postgres.sh"], text=True).strip()
    owner = _cluster().stat()
    return subprocess.run(
        [f"{folder}/{program}", *arguments],
        cwd=_cluster(),
        user=owner.st_uid,
        group=owner.st_gid,
        extra_groups=[],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def _server() -> int:
    return int((_cluster() / "data" / "postmaster.pid").read_text().split()[0])


def _is_of_a_client(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().startswith(b"postgres: ditcards ")
    return False


def _cluster() -> Path:
    return Path(str(connection.get_connection_params().get("host", "")))

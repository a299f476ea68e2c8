"""A streaming replica of the tests' PostgreSQL, in a folder of its own; it ends with its block."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
PORT = 5432  # of its socket alone: it listens on no address
AS_OWNER = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()  # PostgreSQL refuses to run as root
TRIES, PAUSE = 200, 0.05


class Standby:
    """A running replica."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def execute(self, statement):
        """Run a statement on it, past Django."""
        name, user = connection.settings_dict["NAME"], connection.settings_dict["USER"]
        with psycopg.connect(host=str(self.folder), port=PORT, dbname=name, user=user, autocommit=True) as own:
            return own.execute(statement).fetchone()[0]

    @contextmanager
    def paused(self):
        """Let it replay nothing in the block."""
        self.execute("SELECT pg_wal_replay_pause()::text")
        _wait_for(lambda: self.execute("SELECT pg_get_wal_replay_pause_state()") == "paused")
        try:
            yield
        finally:
            self.execute("SELECT pg_wal_replay_resume()::text")

    def promote(self):
        """Let it follow nobody any more, and take writes."""
        _run(self.folder, "pg_ctl", "--pgdata", "data", "-w", "promote")

    def start(self):
        """Start it again after a stop, with the options of the first start."""
        _run(self.folder, "pg_ctl", "--pgdata", "data", "--log", "log", "-w", "restart")

    def stop(self):
        """End it at once."""
        _run(self.folder, "pg_ctl", "--pgdata", "data", "--mode", "immediate", "-w", "stop")


@contextmanager
def standby():
    """Copy the tests' server, and let the copy follow it. Skips where there is none on this machine."""
    host = connection.get_connection_params().get("host", "") if connection.vendor == "postgresql" else ""
    if not host.startswith("/"):
        pytest.skip("A replica follows a PostgreSQL of this machine: scripts/with_postgres.sh.")
    folder = Path(tempfile.mkdtemp(prefix="standby-"))
    if AS_OWNER:
        shutil.chown(folder, "postgres")
    replica = Standby(folder)
    try:
        origin = ("--host", host, "--username", connection.settings_dict["USER"])
        _run(folder, "pg_basebackup", *origin, "-D", "data", "--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        listening = f"-c listen_addresses= -c unix_socket_directories={folder} -c port={PORT}"
        options = f"{listening} -c max_connections={_max_connections()}"
        _run(folder, "pg_ctl", "--pgdata", "data", "--log", "log", "-w", "-o", options, "start")
        yield replica
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            replica.stop()
        shutil.rmtree(folder)


def _max_connections():
    """Return those of the tests' server: a replica refuses to start with fewer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return cursor.fetchone()[0]


def _run(folder, program, *arguments):
    finding = [ROOT / "scripts" / "find_postgres.sh"]
    programs = subprocess.check_output(finding, text=True).strip()  # noqa: S603 - ours
    command = [*AS_OWNER, f"{programs}/{program}", *arguments]
    with (folder / "setup").open("a") as log:
        subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=log)  # noqa: S603 - Debian's


def _wait_for(condition):
    for _try in range(TRIES):
        if condition():
            return
        time.sleep(PAUSE)
    pytest.fail("The replica did not get there.")

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
TRIES, PAUSE = 600, 0.05
LOG_CHARACTERS = 2000


class Standby:
    """A running replica."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def execute(self, statement, *params):
        """Run a statement on it, past Django."""
        name, user = connection.settings_dict["NAME"], connection.settings_dict["USER"]
        with psycopg.connect(host=str(self.folder), port=PORT, dbname=name, user=user, autocommit=True) as own:
            return own.execute(statement, params).fetchone()[0]

    def catch_up(self):
        """Wait until it has replayed all that the tests' server has written by now."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
            (written,) = cursor.fetchone()
        _wait_for(lambda: self.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", written), self._log_end)

    @contextmanager
    def paused(self):
        """Let it replay nothing in the block."""
        self.execute("SELECT pg_wal_replay_pause()::text")
        try:
            _wait_for(lambda: self.execute("SELECT pg_get_wal_replay_pause_state()") == "paused")
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

    def _log_end(self):
        return (self.folder / "log").read_text()[-LOG_CHARACTERS:]


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
        _make_slot(_slot(folder))
        copying = ("-D", "data", "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--slot", _slot(folder))
        _run(folder, "pg_basebackup", *origin, *copying)
        listening = f"-c listen_addresses= -c unix_socket_directories={folder} -c port={PORT}"
        options = f"{listening} -c max_connections={_max_connections()} -c fsync=off"
        _run(folder, "pg_ctl", "--pgdata", "data", "--log", "log", "-w", "-o", options, "start")
        yield replica
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            replica.stop()
        _drop_slot(_slot(folder))
        shutil.rmtree(folder)


def _slot(folder):
    """Return the name of a replica's slot, which has only small letters, digits and underscores."""
    return f"standby_{folder.name.encode().hex()}"


def _make_slot(name):
    """Let the server keep what a replica has yet to read, however much other tests write by then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_create_physical_replication_slot(%s, true)", [name])


def _drop_slot(name):
    """Let the server forget what a replica has read, once it has seen that this is gone."""
    slot = "FROM pg_replication_slots WHERE slot_name = %s"
    with connection.cursor() as cursor:

        def is_gone():
            cursor.execute(f"SELECT pg_drop_replication_slot(slot_name) {slot} AND NOT active", [name])
            cursor.execute(f"SELECT count(*) {slot}", [name])
            return cursor.fetchone() == (0,)

        _wait_for(is_gone)


def _max_connections():
    """Return those of the tests' server: a replica refuses to start with fewer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return cursor.fetchone()[0]


def _run(folder, program, *arguments):
    finding = [ROOT / "scripts" / "find_postgres.sh"]
    programs = subprocess.check_output(finding, text=True).strip()  # noqa: S603 - ours
    command = [*AS_OWNER, f"{programs}/{program}", *arguments]
    log = folder / "setup"
    with log.open("a") as output:
        result = subprocess.run(command, cwd=folder, check=False, stdout=output, stderr=output)  # noqa: S603 - Debian's
    if result.returncode:
        pytest.fail(f"{program} failed: {log.read_text()[-LOG_CHARACTERS:]}")


def _wait_for(condition, explanation=str):
    for _try in range(TRIES):
        if condition():
            return
        time.sleep(PAUSE)
    pytest.fail(f"The replica did not get there. {explanation()}")

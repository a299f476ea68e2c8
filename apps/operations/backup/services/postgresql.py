"""A site's PostgreSQL: copied by its own pg_dump from one snapshot, which holds up nobody who writes.

Only the schema of our tables is copied. Those that are there are set aside, and dropped when the copy is complete.
"""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import Error, ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo

from apps.operations.backup.problems import ANOTHER, BackupProblem
from apps.operations.backup.services.counts import counted
from apps.operations.distribution.catalog import open_connections
from apps.web.error_text import sentence

log = logging.getLogger("apps.operations")

BEFORE = "before_restore"  # the schema with the present tables, until the restore is complete
RESTORES = int.from_bytes(b"restores")  # the lock of whoever restores this site
DROP_BEFORE = f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE"
LEFT_ASIDE = f"The site has the backup's tables, and the schema {BEFORE} those from before, until the next restore."
IN_ONE_TRANSACTION = "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"
WARNINGS_ONLY = "SET client_min_messages = warning"  # psql would say what it drops before it says what fails
OF_ANYBODY = "--no-owner", "--no-privileges"  # whoever restores owns it
ERROR = "ERROR:"
TABLE = re.compile(r" TABLE \S+ (\S+) ")  # in the list of a dump: its schema and its name; a divided one has no data
NEWER_THAN_OLD_CLIENTS = {"sslcertmode"}  # they refuse it; its default is what they do


def copy(path: Path, tables: list[str]) -> dict[str, int]:
    """Write what is committed now into a new file; return how many rows it has of each table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot, schema = cursor.fetchone()
        what = f"--snapshot={snapshot}", f"--schema={schema}", *OF_ANYBODY
        _run("pg_dump", "--format=custom", f"--file={path}", *what, _address())
        return counted(tables)


def check(path: Path, rows: dict[str, int]) -> None:
    """Refuse a file that is not whole, or lacks a table; how many rows it has is known when it is restored."""
    _run("pg_restore", f"--file={os.devnull}", str(path))
    listed = set(TABLE.findall(_run("pg_restore", "--list", str(path))))
    if missing := sorted(rows.keys() - listed):
        raise BackupProblem(f"The database in this backup is damaged: it lacks {', '.join(missing)}.")


@contextmanager
def alone() -> Iterator[None]:
    """Let no other session restore the site. Whoever loses theirs loses the lock, but changes nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RESTORES])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise BackupProblem(ANOTHER)
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RESTORES])


def refuse_in_use() -> None:
    """Refuse while anybody else is connected: what they write would be lost."""
    if others := open_connections():
        raise BackupProblem(
            f"{others} Stop the servers and the workers, restart PgBouncer, then restore; with --connected, whoever it "
            "is may stay."
        )


@contextmanager
def replacing(path: Path, *, connected: bool) -> Iterator[None]:
    """Give the copy as the site's database; it stays that when the block ends, and not when it raises.

    One transaction sets the tables aside and makes the copy's, so that who is killed leaves the ones or the others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
    aside, script = path.with_name("aside.sql"), path.with_name("database.sql")
    _run("pg_restore", f"--schema={schema}", *OF_ANYBODY, f"--file={script}", str(path))
    _make_extension()
    aside.write_text("".join(f"{statement};\n" for statement in _set_aside(schema)))
    if not connected:  # somebody may have come while the backup was fetched and read
        refuse_in_use()
    _run("psql", *IN_ONE_TRANSACTION, f"--file={aside}", f"--file={script}", _address())
    try:
        yield
    except BaseException:
        _put_back(schema)
        raise
    _forget()


def _make_extension() -> None:
    """What extensions have stays where it is: it may be a superuser's."""
    with suppress(ProgrammingError):  # only a superuser may, or there is none: then the backup needs none either
        _execute(["CREATE EXTENSION IF NOT EXISTS pg_trgm"])


def _set_aside(schema: str) -> list[str]:
    """Return what moves all tables into a schema of their own. Those that are there a killed restore had replaced."""
    return [WARNINGS_ONLY, DROP_BEFORE, f"CREATE SCHEMA {BEFORE}", *_moves(schema, BEFORE)]


def _put_back(schema: str) -> None:
    """Drop what was restored, and move the tables back."""
    try:
        dropped = [f"DROP TABLE IF EXISTS {table} CASCADE" for table in _tables_of(schema)]
        _execute([*dropped, *_moves(BEFORE, schema), f"DROP SCHEMA {BEFORE}"])
    except Error as error:
        raise BackupProblem(f"The tables from before could not be put back: {sentence(error)}", LEFT_ASIDE) from error


def _forget() -> None:
    """Drop the tables from before. They are of no use to anybody, the next restore included."""
    try:
        _execute([DROP_BEFORE])
    except Error as error:
        log.warning("The tables from before are still in the schema %s (%s). Drop it yourself.", BEFORE, error)


def _moves(schema: str, to: str) -> list[str]:
    return [f"ALTER TABLE {table} SET SCHEMA {connection.ops.quote_name(to)}" for table in _tables_of(schema)]


def _tables_of(schema: str) -> list[str]:
    """Return the names of the tables of a schema, with it; a partition is one, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %s", [schema])
        return [name for (name,) in cursor.fetchall()]


def _execute(statements: list[str]) -> None:
    """Run statements, all of them or none."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _run(program: str, *arguments: str) -> str:
    """Run a program of PostgreSQL's; return what it prints."""
    if not (path := shutil.which(program)):
        raise BackupProblem(f"{program} is not on this machine. Install it (postgresql-client in Debian).")
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [path, *arguments],
        env=os.environ | {"PGPASSWORD": _session().info.password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupProblem(f"{program} failed: {_reason(done.stderr).removeprefix(f'{program}: error: ')}.")
    return done.stdout


def _reason(output: str) -> str:
    """Return the first error of the server, without the place in a script that is gone; else the first line."""
    lines = output.strip().splitlines() or ["no reason given"]
    return next((line[line.index(ERROR) :] for line in lines if ERROR in line), lines[0])


def _address() -> str:
    """Return where the database is and who we are there, without the password: a list of processes shows it."""
    known = _session().info.get_parameters()
    return make_conninfo(**{name: value for name, value in known.items() if name not in NEWER_THAN_OLD_CLIENTS})


def _session() -> Any:
    connection.ensure_connection()
    return connection.connection

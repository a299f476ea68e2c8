"""A site's SQLite file: copied by `VACUUM INTO`, which reads one state of it and holds up nobody who writes."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError, connection

from apps.operations.backup.problems import ANOTHER, BackupProblem
from apps.operations.backup.services.database_copies import held
from apps.web.error_text import sentence

IN_USE = "The database is in use. Stop the server and its workers, then restore."


def copy(path: Path, tables: list[str]) -> dict[str, int]:
    """Write what is committed now into a new file; return how many rows it has of each table."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with _opened(path) as copied:
        return {table: _count(copied, table) for table in tables}


def check(path: Path, rows: dict[str, int]) -> None:
    """Refuse a file that is not whole, or has other numbers of rows."""
    try:
        with _opened(path) as copied:
            problems = [text for (text,) in copied.execute("PRAGMA quick_check(1)") if text != "ok"]
            others = [table for table, number in rows.items() if _count(copied, table) != number]
    except _library().DatabaseError as error:
        raise BackupProblem(f"The database in this backup cannot be opened: {sentence(error)}") from error
    if problems or others:
        raise BackupProblem(f"The database in this backup is damaged: {', '.join([*problems, *others])}.")


@contextmanager
def alone() -> Iterator[None]:
    """Let no other process of this machine restore the site: the data folder itself is locked, which leaves no file."""
    with ExitStack() as stack:
        try:
            stack.enter_context(held(Path(settings.DATA)))
        except BlockingIOError:
            raise BackupProblem(ANOTHER) from None
        yield


def refuse_in_use() -> None:
    """Refuse while anybody has the site's file open."""
    with _to_ourselves():
        pass


@contextmanager
def replacing(path: Path, *, connected: bool) -> Iterator[None]:
    """Give the copy as the site's database; what is in it replaces the site's when the block ends, not when it raises.

    The file stays the same one, locked from before the block until SQLite has written all of the copy into it, in one
    transaction: who is killed leaves what was there or what came, and who waits for the lock finds what came.
    """
    with _to_ourselves() as site:
        with _using(path):
            yield
        try:
            with _opened(path) as copied:
                copied.backup(site)
        except _library().DatabaseError as error:
            raise BackupProblem(f"The database cannot be written: {sentence(error)}") from error


@contextmanager
def _to_ourselves() -> Iterator[Any]:
    """Give a connection to the site's file that lets nobody else read or write it; nothing is beside it any longer."""
    connection.close()
    try:
        opened = closing(_library().connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None))
    except _library().OperationalError as error:
        raise BackupProblem(f"The site's database: {sentence(error)} Look at DATABASE_URL.") from error
    with opened as site:
        try:
            site.execute("PRAGMA locking_mode = EXCLUSIVE")  # from the first write on, until it is closed
            (mode,) = site.execute("PRAGMA journal_mode = DELETE").fetchone()
            site.execute("BEGIN EXCLUSIVE")
            site.execute("COMMIT")
        except _library().OperationalError as error:
            raise BackupProblem(IN_USE) from error
        if mode != "delete":
            raise BackupProblem(IN_USE)
        yield site


@contextmanager
def _using(path: Path) -> Iterator[None]:
    """Let Django's connection lead to another file."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    except DatabaseError as error:
        raise BackupProblem(f"The database in this backup cannot be used: {sentence(error)}") from error
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _library() -> Any:
    """Return the module of the library on which the site's database stands."""
    return cast(Any, connection).Database


def _opened(path: Path) -> closing[Any]:
    return closing(_library().connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))


def _count(copied: Any, table: str) -> int:
    (number,) = copied.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}").fetchone()  # noqa: S608
    return int(number)

"""A site's SQLite file: copied by `VACUUM INTO`, which reads one state of it and holds up nobody who writes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from django.db import DatabaseError, connection

from apps.operations.backup.problems import BackupProblem

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
        raise BackupProblem(f"The database in this backup cannot be opened: {error}.") from error
    if problems or others:
        raise BackupProblem(f"The database in this backup is damaged: {', '.join([*problems, *others])}.")


@contextmanager
def replacing(path: Path) -> Iterator[None]:
    """Give the copy as the site's database; it stays that when the block ends, and not when it raises."""
    site = Path(connection.settings_dict["NAME"])
    _leave_alone(site)
    fresh = path.rename(site.with_name(f".{site.name}.restored"))
    try:
        with _using(fresh):
            yield
        fresh.replace(site)
    finally:
        fresh.unlink(missing_ok=True)


def _leave_alone(site: Path) -> None:
    """Write all of the site's file that is beside it into it, and close it; nobody else may have it open."""
    connection.close()
    if not site.exists():
        return
    try:
        with closing(_library().connect(site, timeout=0)) as current:
            (mode,) = current.execute("PRAGMA journal_mode = DELETE").fetchone()
    except _library().OperationalError as error:
        raise BackupProblem(IN_USE) from error
    if mode != "delete":
        raise BackupProblem(IN_USE)


@contextmanager
def _using(path: Path) -> Iterator[None]:
    """Let Django's connection lead to another file."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    except DatabaseError as error:
        raise BackupProblem(f"The database in this backup cannot be used: {error}.") from error
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

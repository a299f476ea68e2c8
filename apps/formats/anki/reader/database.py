"""The database in a package: the one door to SQLite for files of strangers.

It is read from a private file that has no name any more, and never through the site's own connection. Only plain tables
that Anki has can be read, there are no functions, and time, text and memory are limited.
"""

import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from apps.formats.limits import PackageLimits
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place, too_many

HEADER = b"SQLite format 3\0"
TABLES = {"sqlite_master", "col", "notes", "cards", "revlog", "config", "notetypes", "fields", "templates", "decks"}
PLAIN = re.compile(r"\s*CREATE\s+(?:TABLE|(?:UNIQUE\s+)?INDEX)\s", re.IGNORECASE)
STEPS_BETWEEN_CHECKS = 1_000  # of SQLite's machine: far less than a millisecond
STEPS_OF_AN_OBJECT = 100  # when the list of tables is read
MAX_EXPRESSION_DEPTH = 50
CODES = {
    sqlite3.SQLITE_AUTH: Code.UNSAFE,
    sqlite3.SQLITE_INTERRUPT: Code.TOO_SLOW,
    sqlite3.SQLITE_TOOBIG: Code.TOO_LARGE,
    sqlite3.SQLITE_NOMEM: Code.TOO_LARGE,
}
MESSAGES = {
    Code.UNSAFE: _("The package’s database holds more than notes and cards. Export it again, from Anki itself."),
    Code.TOO_SLOW: _("Reading the package’s database takes too long. Export smaller decks, one by one."),
    Code.TOO_LARGE: _(
        "There is more text in the package’s database than can be read. Export smaller decks, one by one."
    ),
    Code.DAMAGED: _("The package’s database is damaged. In Anki, choose Tools, Check Database, and export again."),
}


class Database:
    """The database of a package. What goes wrong in it is an ImportProblem."""

    def __init__(self, contents: Iterable[bytes], limits: PackageLimits) -> None:
        """Open a database that has these bytes, or raise ImportProblem."""
        self._limits = limits
        self._spent = self._started = 0.0
        self._connection = _connect(contents)
        try:
            self._restrict()
            self._check_objects()
        except BaseException:
            self.close()
            raise

    def rows(self, query: str, *, limit: int, what: str, longest: int, batch: int = 1) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a query: at most so many of `what`, no value longer than `longest` bytes."""
        count, text_left = 0, self._limits.inflated
        cursor = self._timed(lambda: self._connection.execute(query), longest)
        while rows := self._timed(lambda: cursor.fetchmany(batch), longest):
            count += len(rows)
            if count > limit:
                raise too_many(limit, what)
            text_left -= _text_in(rows)  # many rows can point to the same pages
            if text_left < 0:
                raise database_problem(Code.TOO_LARGE)
            yield from rows

    def columns(self, table: str) -> dict[str, bool]:
        """Return the names of a table's columns, and of each whether it is the number that finds a row."""
        query = f"PRAGMA table_xinfo({table})"
        found = self._timed(lambda: self._connection.execute(query).fetchall(), self._limits.sql)
        if any(hidden for *_, hidden in found):
            raise database_problem(Code.UNSAFE, table)  # a column computed by whatever is in the file
        keys = [name for _, name, *_, key, _ in found if key]
        return {name.lower(): keys == [name] and kind.upper() == "INTEGER" for _, name, kind, *_ in found}

    def close(self) -> None:
        """Let go of the file; that was the last of it."""
        self._connection.close()

    def _restrict(self) -> None:
        connection = self._connection
        connection.text_factory = _text
        connection.create_collation("unicase", _unicase)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, self._limits.sql)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, self._limits.columns)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, MAX_EXPRESSION_DEPTH)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_authorizer(_allow)

    def _check_objects(self) -> None:
        """Refuse views, triggers, virtual tables, and more tables than Anki has."""
        steps = self._limits.objects * STEPS_OF_AN_OBJECT
        # With its first query SQLite reads them all into memory.
        self._connection.set_progress_handler(lambda: True, steps)
        query, limit = "SELECT type, name, sql FROM sqlite_master", self._limits.objects
        for kind, name, sql in self.rows(query, limit=limit, what="tables", longest=self._limits.sql):
            automatic = kind == "index" and sql is None and str(name).startswith("sqlite_autoindex_")
            if not (automatic or (kind in ("table", "index") and PLAIN.match(str(sql)))):
                raise database_problem(Code.UNSAFE, str(name)[:100])
        self._connection.set_progress_handler(self._is_late, STEPS_BETWEEN_CHECKS)

    def _is_late(self) -> bool:
        return self._spent + time.monotonic() - self._started > self._limits.seconds

    def _timed[T](self, work: Callable[[], T], longest: int) -> T:
        """Do some work with the database: it counts towards the time, and its errors are ImportProblems."""
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        self._started = time.monotonic()
        try:
            return work()
        except (sqlite3.Error, UnicodeError) as error:  # SQLite's message about broken names may be no Unicode
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
            raise database_problem(CODES.get(code & 0xFF, Code.DAMAGED)) from error
        finally:
            self._spent += time.monotonic() - self._started


def database_problem(code: Code, name: str = "") -> ImportProblem:
    """Return the problem of a database with this code."""
    return ImportProblem(code, MESSAGES[code], Place(name=name))


def _connect(contents: Iterable[bytes]) -> sqlite3.Connection:
    with tempfile.TemporaryDirectory(prefix="ditcards-package-") as folder:
        path = Path(folder, "collection")
        with path.open("wb") as file:
            for piece in _checked(contents):
                file.write(piece)
        return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _checked(contents: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a database; refuse what is none before it is written to the disk."""
    start = b""
    for piece in contents:
        if len(start) < len(HEADER):
            start += piece[: len(HEADER)]
            if not HEADER.startswith(start[: len(HEADER)]):
                raise database_problem(Code.DAMAGED)
        yield piece


def _allow(action: int, first: str | None, *_: str | None) -> int:
    """Allow a query to read the tables of Anki, and nothing else."""
    allowed = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and first in TABLES)
        or (action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _text_in(rows: list[tuple[object, ...]]) -> int:
    return sum(len(value) for row in rows for value in row if isinstance(value, (str, bytes)))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\0", "")  # PostgreSQL takes no NUL


def _unicase(one: str, other: str) -> int:
    """Compare as Anki's names do, whatever their case. SQLite asks for it by name where a table is declared with it."""
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)

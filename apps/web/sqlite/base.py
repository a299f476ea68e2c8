"""Django's backend for SQLite, on the module pysqlite3 instead of the standard one.

Django binds the standard module by name in a few places; those are repeated here, and nothing else.
"""

import datetime
import decimal
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from django.db.backends.sqlite3 import base as django_base
from django.db.backends.sqlite3._functions import register as register_functions
from django.db.backends.sqlite3.features import DatabaseFeatures as DjangosFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from pysqlite3 import dbapi2 as Database  # noqa: N812 - Django's name

LIMITS = {  # what Django asks for: the limit's compile-time option, and its value where none was given
    sqlite3.SQLITE_LIMIT_COLUMN: ("MAX_COLUMN", 2_000),
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: ("MAX_VARIABLE_NUMBER", 32_766),
}

Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", django_base.decoder(parse_date))
Database.register_converter("time", django_base.decoder(parse_time))
Database.register_converter("datetime", django_base.decoder(parse_datetime))
Database.register_converter("timestamp", django_base.decoder(parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, django_base.adapt_date)
Database.register_adapter(datetime.datetime, django_base.adapt_datetime)


@cache
def _compile_options() -> dict[str, str]:
    """Return the options with a value with which the library was compiled."""
    connection = Database.connect(":memory:")
    try:
        options = connection.execute("PRAGMA compile_options").fetchall()
    finally:
        connection.close()
    return dict(option.split("=", 1) for (option,) in options if "=" in option)


class Connection(Database.Connection):
    """A connection of pysqlite3 that answers what Django asks of the standard one."""

    def getlimit(self, category: int) -> int:
        """Return a limit of the library."""
        option, default = LIMITS[category]
        return int(_compile_options().get(option, default))


class Cursor(Database.Cursor):
    """Django's SQLiteCursorWrapper: its base class is a cursor of the standard module."""

    convert_query = django_base.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Sequence[object] | Mapping[str, object] | None = None) -> Any:
        """Run a statement with Django's placeholders."""
        if params is None:
            return super().execute(query)
        return super().execute(self._converted(query, params), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run a statement with Django's placeholders for each of these."""
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return super().executemany(self._converted(query, ()), ())
        return super().executemany(self._converted(query, first), chain([first], rows))

    def _converted(self, query: str, params: Sequence[object] | Mapping[str, object]) -> str:
        names = list(params) if isinstance(params, Mapping) else None
        return str(self.convert_query(query, param_names=names))


class DatabaseFeatures(DjangosFeatures):
    """What the newer library can do; Django looks at the standard one."""

    supports_aggregate_order_by_clause = True


class DatabaseWrapper(django_base.DatabaseWrapper):
    """A connection to the site's database."""

    Database = Database
    features_class = DatabaseFeatures
    init_commands: list[str]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Open the database as Django does."""
        connection: Connection = Database.connect(**conn_params, factory=Connection)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, map(str.strip, self.init_commands)):
            connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        """Return a cursor that reads Django's placeholders."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

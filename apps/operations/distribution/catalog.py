"""What PostgreSQL's catalog says about the tables: their keys, their indexes, and how they are divided. Only reads.

Of the present schema: a restore may have left another one with the same tables.
"""

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.template.defaultfilters import pluralize

FOREIGN_KEYS = """
    SELECT own.relname, ARRAY(
               SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
               JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place
           ), other.relname, ARRAY(
               SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS key (number, place)
               JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY place
           ), conname
    FROM pg_constraint
    JOIN pg_class AS own ON own.oid = conrelid
    JOIN pg_class AS other ON other.oid = confrelid
    WHERE contype = 'f' AND conparentid = 0 AND own.relname = ANY(%s)
    AND own.relnamespace = to_regnamespace(quote_ident(current_schema()))
    ORDER BY own.relname, conname
"""
CONSTRAINTS = """
    SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = to_regclass(%s) AND contype IN ('p', 'u') ORDER BY contype, conname
"""
INDEXES = """
    SELECT pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = to_regclass(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    ORDER BY indexrelid
"""
SEQUENCE = "SELECT relname FROM pg_class WHERE oid = pg_get_serial_sequence(%s, %s)::regclass"
PARTITIONS = """
    SELECT relname, (SELECT count(*) FROM pg_inherits WHERE inhparent = pg_class.oid) FROM pg_class
    WHERE relkind = 'p' AND relname = ANY(%s) AND relnamespace = to_regnamespace(quote_ident(current_schema()))
"""
LEAVING_SECONDS, LOOK_SECONDS = 3, 0.1
OTHER_CLIENTS = """
    pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class ForeignKey(NamedTuple):
    """A reference from columns of a table to those of another."""

    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


class Constraint(NamedTuple):
    """A primary key (`p`) or a unique constraint (`u`), as PostgreSQL spells it."""

    name: str
    kind: str
    definition: str


def foreign_keys(tables: Iterable[str]) -> dict[ForeignKey, str]:
    """Return the foreign keys of these tables, with their names."""
    found = rows(FOREIGN_KEYS, list(tables))
    return {ForeignKey(own, tuple(columns), other, tuple(keys)): name for own, columns, other, keys, name in found}


def constraints(table: str) -> list[Constraint]:
    """Return the primary key of a table and its unique constraints."""
    return [Constraint(*row) for row in rows(CONSTRAINTS, _quoted(table))]


def indexes(table: str) -> list[str]:
    """Return the statements that make the table's other indexes."""
    return [definition for (definition,) in rows(INDEXES, _quoted(table))]


def sequence(table: str, column: str) -> str | None:
    """Return the sequence that numbers the rows of the table by this column, if one does."""
    found = rows(SEQUENCE, _quoted(table), column)
    return str(found[0][0]) if found else None


def partitions(tables: Iterable[str]) -> dict[str, int]:
    """Return those of the tables that have partitions, and how many."""
    return dict(rows(PARTITIONS, list(tables)))


def has_citus() -> bool:
    """Whether the database has the extension Citus."""
    return bool(rows("SELECT FROM pg_extension WHERE extname = 'citus'"))


def citus_kinds() -> dict[str, str]:
    """Return the tables that Citus holds and how: `h` by hash, `n` as a reference table or a local one."""
    return dict(rows("SELECT logicalrelid::regclass::text, partmethod FROM pg_dist_partition"))


def has_coordinator() -> bool:
    """Whether Citus knows the address of this server, which tables that refer to reference tables need."""
    return bool(rows("SELECT FROM pg_dist_node WHERE groupid = 0"))


def other_connections() -> int:
    """Return how many other clients stay connected to the database: who has just left is listed a moment more."""
    end = time.monotonic() + LEAVING_SECONDS
    while (number := _connected()) and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    return number


def open_connections() -> str:
    """Return a sentence about other clients that stay connected; empty without any."""
    others = other_connections()
    verb = pluralize(others, "is,are")
    return f"{others} other connection{pluralize(others)} to the database {verb} open." if others else ""


def _connected() -> int:
    [(number,)] = rows(f"SELECT count(*) FROM {OTHER_CLIENTS}")  # noqa: S608 - our own
    return int(number)


def rows(sql: str, *params: str | list[str]) -> list[tuple[Any, ...]]:
    """Return what a statement reads."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)

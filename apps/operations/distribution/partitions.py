"""Divides tables on one server: each per-user table becomes hash partitions by user."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.operations.distribution import catalog
from apps.operations.distribution.plan import DivisionStep, quoted
from apps.operations.distribution.tables import per_user_tables, primary_key

MAX_PARTITIONS = 256


@dataclass(frozen=True)
class HashPartitions:
    """So many partitions of each per-user table."""

    number: int

    def undivided(self) -> dict[str, str]:
        """Return the per-user tables without partitions."""
        divided = catalog.partitions(per_user_tables())
        return {table: user for table, user in per_user_tables().items() if table not in divided}

    def divide(self, table: str, user: str) -> DivisionStep:
        """Return what copies a table into a divided one of the same name, in one transaction."""
        return DivisionStep(
            f"Copy {table} into {self.number} partitions by {user}.", list(self._statements(table, user))
        )

    def share(self) -> Iterable[DivisionStep]:
        """Return nothing: all tables are on one server."""
        return []

    def _statements(self, table: str, user: str) -> Iterator[str]:
        old, new = quoted([table]), quoted([f"{table}_new"])
        parts = [quoted([f"{table}_p{part:03}"]) for part in range(self.number)]
        yield f"LOCK TABLE {old} IN ACCESS EXCLUSIVE MODE"
        yield f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH ({quoted([user])})"
        for remainder, part in enumerate(parts):
            rest = f"MODULUS {self.number}, REMAINDER {remainder}"
            yield f"CREATE TABLE {part} PARTITION OF {new} FOR VALUES WITH ({rest})"
        yield f"INSERT INTO {new} SELECT * FROM {old}"  # noqa: S608 - our own names
        yield from _numbering(table)
        yield f"ALTER TABLE {new} RENAME TO {old}"
        for name, kind, definition in catalog.constraints(table):
            keys = f"PRIMARY KEY ({quoted(primary_key(table))})" if kind == "p" else definition
            yield f"ALTER TABLE {old} ADD CONSTRAINT {quoted([name])} {keys}"
        yield from catalog.indexes(table)
        yield f"ANALYZE {old}"


def _numbering(table: str) -> Iterator[str]:
    """Yield what removes the old table, and lets the new one go on where its numbers ended."""
    column = primary_key(table)[-1]
    old, new = quoted([table]), quoted([f"{table}_new"])
    numbers = catalog.sequence(table, column)
    if not numbers:
        yield f"DROP TABLE {old}"
        return
    of_new = f"pg_get_serial_sequence('{new}', '{column}')"
    yield f"SELECT setval({of_new}, last_value, is_called) FROM {quoted([numbers])}"  # noqa: S608 - our own names
    yield f"DROP TABLE {old}"
    yield f"ALTER SEQUENCE {quoted([f'{table}_new_{column}_seq'])} RENAME TO {quoted([numbers])}"

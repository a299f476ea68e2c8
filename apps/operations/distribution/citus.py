"""Divides tables over several servers by Citus: per-user tables by user, together; the others are copied to each."""

from collections.abc import Iterator

from apps.operations.distribution import catalog
from apps.operations.distribution.plan import DivisionStep, quoted
from apps.operations.distribution.tables import per_user_tables, primary_key, shared_tables

BY_HASH, COPIED = "h", "n"


class Citus:
    """Per-user tables are distributed by user; those that they refer to are reference tables."""

    def undivided(self) -> dict[str, str]:
        """Return the per-user tables that are on this server alone."""
        kinds = catalog.citus_kinds()
        return {table: user for table, user in per_user_tables().items() if kinds.get(table) != BY_HASH}

    def divide(self, table: str, user: str) -> DivisionStep:
        """Return what distributes a table. All are together, so that one person's rows are on one server."""
        first = next(iter(per_user_tables()))
        beside = "" if table == first else f", colocate_with => '{first}'"
        return DivisionStep(
            f"Distribute {table} by {user}.",
            [
                *_rekeyed(table),
                f"SELECT create_distributed_table('{table}', '{user}'{beside})",
                f"SELECT truncate_local_data_after_distributing_table('{table}')",
            ],
        )

    def share(self) -> Iterator[DivisionStep]:
        """Yield what copies each of the other tables to every server."""
        kinds = catalog.citus_kinds()
        for table in shared_tables():
            if kinds.get(table) != COPIED:
                yield DivisionStep(f"Copy {table} to every server.", [f"SELECT create_reference_table('{table}')"])


def _rekeyed(table: str) -> Iterator[str]:
    keys = quoted(primary_key(table))
    for name, kind, definition in catalog.constraints(table):
        if kind == "p" and definition != f"PRIMARY KEY ({keys})".replace('"', ""):
            name = quoted([name])
            yield f"ALTER TABLE {quoted([table])} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} PRIMARY KEY ({keys})"

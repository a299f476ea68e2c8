"""What is left to do until the per-user tables are divided: steps, each with its sentence and its statements.

The plan follows from what the database has and what the models want. So a run that broke off is continued by the
next one, and where everything is done there are no steps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.backends.utils import truncate_name

from apps.operations.distribution import catalog
from apps.operations.distribution.tables import per_user_tables, wanted_foreign_keys

MAX_NAME = 63


@dataclass(frozen=True)
class DivisionStep:
    """Statements of one transaction, and what they do."""

    sentence: str
    statements: list[str]


class TableLayout(Protocol):
    """A way to divide the tables."""

    def undivided(self) -> dict[str, str]:
        """Return the per-user tables that are not divided yet, with the column of the user."""
        ...

    def divide(self, table: str, user: str) -> DivisionStep:
        """Return what divides a table without foreign keys."""
        ...

    def share(self) -> Iterable[DivisionStep]:
        """Return what makes the other tables those of everyone, once the per-user tables are divided."""
        ...


def steps(layout: TableLayout) -> Iterator[DivisionStep]:
    """Yield the steps, in the order that works."""
    undivided = layout.undivided()
    present = catalog.foreign_keys(per_user_tables())
    in_the_way = {key: name for key, name in present.items() if {key.table, key.target} & set(undivided)}
    if in_the_way:
        yield DivisionStep(
            f"Drop {len(in_the_way)} foreign keys.", [_drop(key, name) for key, name in in_the_way.items()]
        )
    yield from (layout.divide(table, user) for table, user in undivided.items())
    yield from layout.share()
    yield from (_put_back(key) for key in wanted_foreign_keys() if key not in present or key in in_the_way)


def quoted(names: Iterable[str]) -> str:
    """Return names as a list in a statement."""
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _drop(key: catalog.ForeignKey, name: str) -> str:
    return f"ALTER TABLE {quoted([key.table])} DROP CONSTRAINT {quoted([name])}"


def _put_back(key: catalog.ForeignKey) -> DivisionStep:
    name = truncate_name(f"{key.table}_{key.columns[-1]}_fk", MAX_NAME)
    reference = f"FOREIGN KEY ({quoted(key.columns)}) REFERENCES {quoted([key.target])} ({quoted(key.target_columns)})"
    add = f"ALTER TABLE {quoted([key.table])} ADD CONSTRAINT {quoted([name])} {reference}"
    return DivisionStep(
        f"Let {key.table} ({', '.join(key.columns)}) refer to {key.target} ({', '.join(key.target_columns)}).",
        [f"{add} DEFERRABLE INITIALLY DEFERRED"],  # as Django makes them
    )

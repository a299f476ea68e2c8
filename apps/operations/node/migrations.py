"""How the migrations of the database differ from those of this version; only reads."""

from typing import NamedTuple

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class MigrationGap(NamedTuple):
    """Migrations as cards.0001_initial: those to apply, in their order, and those that only a newer version knows."""

    missing: list[str]
    unknown: list[str]


def migration_gap() -> MigrationGap:
    """Return what the database lacks, and what it has of our apps that is unknown here."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    newer = set(loader.applied_migrations) - set(loader.disk_migrations)
    unknown = sorted(f"{app}.{name}" for app, name in newer if app in loader.migrated_apps)
    return MigrationGap([str(migration) for migration, _backwards in plan], unknown)

"""Divides the tables of single people by user: over the servers of Citus, or into partitions on one server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from apps.operations.distribution import catalog
from apps.operations.distribution.citus import Citus
from apps.operations.distribution.partitions import MAX_PARTITIONS, HashPartitions
from apps.operations.distribution.plan import DivisionStep, TableLayout, steps
from apps.operations.distribution.services.run import run
from apps.operations.distribution.tables import per_user_tables
from apps.operations.node.direct_session import direct_session


class Command(BaseCommand):
    """`manage.py distribute`: over the servers of Citus; `--partitions 8`: on one PostgreSQL. See its guide."""

    help = (
        "Divide the tables of single people by user: over the servers of Citus or, with --partitions, on one "
        "PostgreSQL. Stop the servers and the workers first. Prints what it would do, and asks; can be run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--partitions", type=int, metavar="N", help="hash partitions of each table, without Citus")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    @direct_session()
    def handle(self, *args: object, **options: Any) -> None:
        """Print the plan, ask, and do it."""
        plan = list(steps(_layout(options["partitions"])))
        if not plan:
            self.stdout.write("All tables are divided already. Nothing was changed.")
            return
        self._print(plan)
        if others := catalog.open_connections():
            raise CommandError(f"{others} Stop the servers and the workers, restart PgBouncer, then run this again.")
        if not (options["yes"] or _is_wanted()):
            raise CommandError("Nothing was changed.")
        for number, step in enumerate(run(plan), start=1):
            self.stdout.write(f"{number}/{len(plan)} done: {step.sentence}")

    def _print(self, plan: list[DivisionStep]) -> None:
        for number, step in enumerate(plan, start=1):
            self.stdout.write(f"{number}. {step.sentence}")


def _is_wanted() -> bool:
    return input("Make a backup first. Divide the tables now? [y/N] ").strip().lower() in {"y", "yes"}


def _layout(partitions: int | None) -> TableLayout:
    if connection.vendor != "postgresql":
        raise CommandError("Only a PostgreSQL database can be divided. Set DATABASE_URL to one.")
    if catalog.has_citus():
        return _citus(partitions)
    if partitions is None:
        raise CommandError("This database has no Citus. Install the extension, or use --partitions 8.")
    if not 2 <= partitions <= MAX_PARTITIONS:
        raise CommandError(f"--partitions is {partitions}. Use a number from 2 to {MAX_PARTITIONS}.")
    if others := set(catalog.partitions(per_user_tables()).values()) - {partitions}:
        raise CommandError(f"The tables have {min(others)} partitions already. Use --partitions {min(others)}.")
    return HashPartitions(partitions)


def _citus(partitions: int | None) -> TableLayout:
    if partitions is not None:
        raise CommandError("This database has Citus, which decides the number of shards. Leave --partitions out.")
    if not catalog.has_coordinator():
        raise CommandError("Citus does not know this server. Run: SELECT citus_set_coordinator_host('its-host-name')")
    return Citus()

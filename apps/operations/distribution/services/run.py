"""Does the steps of a plan, each in a transaction of its own: what breaks off is continued by the next plan."""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from apps.operations.distribution.plan import DivisionStep
from apps.web.statements import across_users


def run(steps: Iterable[DivisionStep]) -> Iterator[DivisionStep]:
    """Yield each step when it is done."""
    for step in steps:
        with across_users("everyone’s rows are copied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")  # a copy takes as long as it takes
            for statement in step.statements:
                cursor.execute(statement)
        yield step

"""Lets PostgreSQL explain each statement of a block before it runs, and counts the partitions that it would read."""

import json
import re
from dataclasses import dataclass, field

from django.db import connection

from apps.web.statements import is_across_users
from apps.web.tests.support.statement_guard import READABLE

PART = re.compile(r"_p(\d{3})$")


@dataclass
class PartitionWatch:
    """Wraps the statements of a block; `spread` are those that read or write more than one partition."""

    explained: int = 0
    spread: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, execute, sql, params, many, context):
        """Have a statement explained, and run it."""
        if READABLE.match(sql) and not many and not is_across_users():
            parts = _parts(sql, params)
            self.explained += bool(parts)
            if len({PART.search(name)[1] for name in parts}) > 1:
                self.spread[sql] = sorted(parts)
        return execute(sql, params, many, context)

    def report(self):
        """Return the statements as a test's failure shows them."""
        return "\n".join(f"{', '.join(parts)}: {sql}" for sql, parts in self.spread.items())


def _parts(sql, params):
    """Return the partitions in the plan of a statement: those that are left out when it is planned are not in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [(plan,)] = cursor.fetchall()
    return {name for name in _relations(json.loads(plan) if isinstance(plan, str) else plan) if PART.search(name)}


def _relations(node):
    if isinstance(node, list):
        for each in node:
            yield from _relations(each)
    elif isinstance(node, dict):
        if "Relation Name" in node:
            yield node["Relation Name"]
        for each in node.values():
            yield from _relations(each)

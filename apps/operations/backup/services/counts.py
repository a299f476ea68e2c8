"""How many rows each table has: a backup names them, and whoever brings it back compares."""

from collections.abc import Iterable

from django.db import connection

from apps.web.statements import across_users


def tables() -> list[str]:
    """Return the names of all tables that Django manages here."""
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


@across_users("a backup is of all people")
def counted(names: Iterable[str]) -> dict[str, int]:
    """Return how many rows each of these tables has."""
    rows = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table of ours
            (rows[name],) = cursor.fetchone()
    return rows

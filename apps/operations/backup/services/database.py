"""The two kinds of database: how each is copied while people write to it, checked, and replaced by a copy."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, cast

from django.db import connection

from apps.operations.backup.services import postgresql, sqlite


class DatabaseKind(Protocol):
    """What each kind of database can do. All of it raises BackupProblem, or django.db.Error while it is away."""

    def copy(self, path: Path, tables: list[str]) -> dict[str, int]:
        """Write what is committed now into a new file; return how many rows it has of each table."""
        ...

    def check(self, path: Path, rows: dict[str, int]) -> None:
        """Refuse a file that is not whole or lacks tables, or on SQLite, has other numbers of rows.

        PostgreSQL's are known only when it is restored.
        """
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else restore this site in the block: a restore that fails deletes pictures that came with it."""
        ...

    def refuse_in_use(self) -> None:
        """Refuse while a server or a worker uses the site's database."""
        ...

    def replacing(self, path: Path, *, connected: bool) -> AbstractContextManager[None]:
        """Give the copy as the site's database; it stays that when the block ends, and not when it raises.

        Refuse while anybody else uses it, as above; `connected` lets them where the engine can.
        """
        ...


def database() -> DatabaseKind:
    """Return what handles the kind of database that the site has."""
    return cast(DatabaseKind, {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor])

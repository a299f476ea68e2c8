"""Copies of the database on this machine, which last as long as a backup is made, checked or restored."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from apps.operations.backup.leftovers import is_abandoned

PREFIX = "copy-of-database-"


@contextmanager
def copy_of_database(parent: Path) -> Iterator[Path]:
    """Give the name of a new file, in a folder of its own; both are deleted when the block ends."""
    with TemporaryDirectory(prefix=PREFIX, dir=parent) as folder, held(Path(folder)):
        yield Path(folder) / "database"


def delete_left_copies(parent: Path, now: datetime) -> None:
    """Delete what killed processes have left there: it is hours old, and nobody holds it.

    A younger one is not even held for a moment, in which whoever has just made it could not hold it.
    """
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # what another account has left keeps no backup from being made
            if is_abandoned(folder.stat(), now):
                with held(folder):
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder until the block ends, or raise BlockingIOError if another one does."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)

"""What keeps a backup from being made or restored."""

from collections.abc import Iterator
from contextlib import contextmanager

from apps.web.error_text import sentence

ANOTHER = "Another restore of this site is at work. Wait until it has ended."


class BackupProblem(Exception):
    """A backup was not made, or what was written counts as none; or one was not restored, or not in full.

    The text tells the operator what to do; `leaves`, what has changed nevertheless. It is empty if nothing has.
    """

    def __init__(self, sentence: str, leaves: str = "") -> None:
        super().__init__(sentence)
        self.leaves = leaves


def another_backup(target: str) -> BackupProblem:
    """Return what keeps a backup from being made beside another one."""
    return BackupProblem(f"Another backup to {target} is being made. Wait until it is complete.")


@contextmanager
def written(what: str) -> Iterator[None]:
    """Turn what keeps this machine from writing something into a sentence."""
    try:
        yield
    except OSError as error:
        raise BackupProblem(f"This site cannot write {what}: {sentence(error)} Look at its own disk.") from error

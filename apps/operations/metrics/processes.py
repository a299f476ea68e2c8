"""The files in which each process of this node counts (prometheus_client's mode for several processes)."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

UNUSED_SECONDS = 30 * 24 * 3600  # after which a folder is one of a node that is no more


def forget_ended(folder: Path) -> None:
    """Delete the files of this node's processes that have ended: a server that starts counts from zero.

    And the folders beside it in which nobody has counted for long: each container had one of its own.
    """
    for file in folder.glob("*.db"):
        pid = file.stem.rpartition("_")[2]
        if not (pid.isdecimal() and _is_running(int(pid))):
            file.unlink(missing_ok=True)
    for other in _unused_beside(folder):
        if other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
        else:
            other.unlink(missing_ok=True)


def _unused_beside(folder: Path) -> Iterator[Path]:
    """Yield the folders of other nodes, and the files of an older release, to which nothing was written lately."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - _written_at(other) > UNUSED_SECONDS:
            yield other


def _written_at(folder: Path) -> float:
    """Return when the folder or one of its files was last written; 0 where another node has just deleted it."""
    return max(map(_changed_at, (folder, *folder.glob("*"))))


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's: it has the number of one of ours that has ended
        return False
    return True

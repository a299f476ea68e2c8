"""The files in which each process of this node counts (prometheus_client's mode for several processes)."""

import os
from pathlib import Path


def forget_ended(folder: Path) -> None:
    """Delete the files of processes that have ended: a server that starts counts from zero."""
    for file in folder.glob("*.db"):
        pid = file.stem.rpartition("_")[2]
        if not (pid.isdecimal() and _is_running(int(pid))):
            file.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's: it has the number of one of ours that has ended
        return False
    return True

"""A disk without room for a while: the small one on which all data is (scripts/with_small_disk.sh), or a limit."""

import os
import resource
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

SMALL_DISK = "SMALL_DISK"  # the variable that names it
BLOCKS = (1 << 20, 1 << 12)
FULL_SECONDS = 2.0


def is_small() -> bool:
    """Whether all data is on a disk that may be filled."""
    return SMALL_DISK in os.environ


def fill(processes: Iterable[int]) -> None:
    """Leave no byte for a while on the small disk; without one, let these processes make no file longer."""
    if is_small():
        _fill(Path(os.environ[SMALL_DISK]))
    else:
        _limit([*processes])


def _fill(disk: Path) -> None:
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for block in BLOCKS:
                with suppress(OSError):
                    while file.write(bytes(block)):
                        pass
        time.sleep(FULL_SECONDS)
    finally:
        ballast.unlink()


def _limit(processes: list[int]) -> None:
    usual = {each: resource.prlimit(each, resource.RLIMIT_FSIZE) for each in processes}
    for each, (_, most) in usual.items():
        resource.prlimit(each, resource.RLIMIT_FSIZE, (0, most))
    time.sleep(FULL_SECONDS)
    for each in {*processes}:
        with suppress(ProcessLookupError):
            resource.prlimit(each, resource.RLIMIT_FSIZE, usual[each])

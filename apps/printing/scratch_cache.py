"""Finished prints and rendered groups: files in the scratch storage, each named by a hash of what it depends on.

Housekeeping removes them some days after they were written (SCRATCH_TTL in the settings); `trim` bounds them.
"""

import hashlib
import json
from contextlib import suppress
from operator import attrgetter
from typing import BinaryIO

from django.core.files import File

from apps.web.storage import MissingFile, files_below, read, scratch_files, write

INCOMPLETE_TTL_SECONDS = 600  # of what lacks a sheet: the next attempt may do better
TRIMMED_KEYS = "0"  # the first digits of keys whose files trigger trimming: one in sixteen


def content_key(*content: object) -> str:
    """Return a name for what can be written as JSON."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def read_cached(name: str) -> bytes | None:
    """Return a file, or None where it is not there, or no longer."""
    with suppress(MissingFile):
        return read(scratch_files(), name)
    return None


def write_cached(name: str, content: bytes | BinaryIO) -> None:
    """Store a file, which appears when all of it is written."""
    write(scratch_files(), name, content if isinstance(content, bytes) else File(content))


def trim(folder: str, key: str, *, max_files: int, max_bytes: int) -> None:
    """Delete the oldest files of a folder beyond its bounds; most keys are passed over, for listing takes time."""
    if key[0] not in TRIMMED_KEYS:
        return
    storage, total = scratch_files(), 0
    newest_first = sorted(files_below(storage, folder), key=attrgetter("written_at", "name"), reverse=True)
    for count, file in enumerate(newest_first, start=1):
        total += file.size
        if count > max_files or total > max_bytes:
            storage.delete(file.name)

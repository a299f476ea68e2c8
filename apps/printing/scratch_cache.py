"""Finished prints and rendered groups: files in the scratch storage, each named by a hash of what it depends on.

Housekeeping removes them some days after they were written (SCRATCH_TTL in the settings); `trim` bounds them.
"""

import hashlib
import json
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage

from apps.web.storage import MissingFile, names_below, read, scratch_files, write

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
    entries = [entry for name in names_below(storage, folder) if (entry := _entry(storage, name))]
    for count, (_written_at, size, name) in enumerate(sorted(entries, reverse=True), start=1):
        total += size
        if count > max_files or total > max_bytes:
            storage.delete(name)


def _entry(storage: Storage, name: str) -> tuple[datetime, int, str] | None:
    """Return when a file was written, its size and its name; None where somebody else has just deleted it."""
    with suppress(FileNotFoundError):
        return storage.get_modified_time(name), storage.size(name), name
    return None

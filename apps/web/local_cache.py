"""Copies on this machine of files whose names are hashes of their content: such a copy is never out of date."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

Download = Callable[[BinaryIO], None]

TRIMMED_KEYS = "0"  # the first digits of names whose files trigger trimming: one in sixteen
LEFT_SECONDS = 24 * 3600  # after which a folder in use is one that a killed process left
MAX_UNUSED_SECONDS = 7 * 24 * 3600  # after which a copy goes: another machine may have deleted the file


@dataclass(frozen=True)
class LocalCache:
    """A folder of at most about `max_bytes`; what nobody has used for longest goes first."""

    folder: Path
    max_bytes: int

    @contextmanager
    def path(self, name: str, download: Download) -> Iterator[Path]:
        """Give a path of the copy, which stays when the cache is trimmed; `download` writes what is not there yet."""
        cached = self.folder / Path(name).name
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as in_use:
            copy = Path(in_use) / cached.name
            try:
                copy.hardlink_to(cached)
                os.utime(copy)
            except FileNotFoundError:
                with copy.open("xb") as file:
                    download(file)
                self._add(copy, cached)
            yield copy

    def open(self, name: str, download: Download) -> BinaryIO:
        """Return the copy, open for reading."""
        with self.path(name, download) as copy:
            return copy.open("rb")

    def delete(self, name: str) -> None:
        """Forget a file."""
        (self.folder / Path(name).name).unlink(missing_ok=True)

    def _add(self, copy: Path, cached: Path) -> None:
        """Give a complete copy its name in the cache."""
        second = copy.with_suffix(".added")
        second.hardlink_to(copy)
        second.replace(cached)
        if cached.name[0] in TRIMMED_KEYS:
            self._trim()

    def _trim(self) -> None:
        """Delete what was not used for longest, beyond the bound or for a week, and what killed processes left."""
        total, now = 0, time.time()
        for used_at, size, path in sorted(self._entries(), reverse=True):
            if path.is_dir():
                if now - used_at > LEFT_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)
                continue
            total += size
            if total > self.max_bytes or now - used_at > MAX_UNUSED_SECONDS:
                path.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):  # another process has just deleted it
                found = path.stat()
                yield found.st_mtime, found.st_size, path

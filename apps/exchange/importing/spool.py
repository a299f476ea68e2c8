"""Holds what is planned until it can be saved: the first of it in memory, the rest in a file without a name."""

import pickle
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

IN_MEMORY = 20_000  # notes; they take some 60 MiB
CHARACTERS_IN_MEMORY = 20_000_000  # of their texts


class Spool[T]:
    """Batches in the order in which they were added. Close it to let go of them."""

    def __init__(self) -> None:
        self._batches: list[Sequence[T]] = []
        self._items = self._characters = 0
        self._file: IO[bytes] | None = None

    def add(self, batch: Sequence[T], characters: int) -> None:
        """Append a batch; `characters` is about how long its texts are."""
        self._items += len(batch)
        self._characters += characters
        if self._items <= IN_MEMORY and self._characters <= CHARACTERS_IN_MEMORY:
            self._batches.append(batch)
            return
        self._file = self._file or TemporaryFile()  # noqa: SIM115 - `close` closes it
        pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Sequence[T]]:
        yield from self._batches
        if self._file is None:
            return
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - our own, from a file without a name
            except EOFError:
                return

    def close(self) -> None:
        """Let go of all."""
        self._batches.clear()
        if self._file is not None:
            self._file.close()

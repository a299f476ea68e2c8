"""Prints sheets in child processes, so that one that takes all memory or time costs itself and never the export.

Why so: docs/decisions/0010-pdf-in-a-child-process.md.
"""

import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from apps.cards.media_store import folder
from apps.printing.layouts import Sheet
from apps.printing.pdf import CARD, About, Laid, PangoMissing

PROJECT = Path(__file__).resolve().parents[2]
PROCESSES = 2
LEAST_SECONDS, MOST_SECONDS = 5, 90  # of CPU for one booklet
CHARACTERS_PER_SECOND = 2_000  # of HTML; a usual booklet needs a twentieth of what this allows
NO_LIMIT = 24 * 3600.0
PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME")


class PrintFailed(Exception):
    """Nothing can be printed; the message is a sentence for people."""


class BookletFailed(Exception):
    """A booklet ended its process, or could not be laid out."""


class Child:
    """A process that lays out booklets one after another. It does not see our environment's secrets."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory(prefix="ditcards-print-")
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "apps.printing.child"],
            cwd=PROJECT,
            env={**environment, "TMPDIR": self.folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.requests = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)
        self.greeted = self.ended = False

    def stop(self) -> None:
        """End the process and remove its temporary files."""
        self.process.kill()
        self.process.communicate()
        self.folder.cleanup()

    def send(self, request: dict[str, Any]) -> None:
        """Ask for a booklet; never for a second one before the first is received."""
        with suppress(BrokenPipeError):  # receive() will find that the process has ended
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()

    def receive(self) -> Laid:
        """Return what was asked for, or raise BookletFailed, PangoMissing or PrintFailed."""
        if not self.greeted:
            self._greet()
        answer = self._answer()
        if answer is None or answer["problem"]:
            raise BookletFailed
        return Laid(self.answers.read(answer["size"]), answer["pages"])

    def _greet(self) -> None:
        greeting = self._answer()
        if greeting is None:
            raise PrintFailed("The process that prints could not be started. The server's log says why.")
        if greeting["problem"]:
            raise PangoMissing(greeting["problem"])
        self.greeted = True

    def _answer(self) -> dict[str, Any] | None:
        """Return the next line of the process, or None when it has ended."""
        line = self.answers.readline()
        self.ended = not line
        return json.loads(line) if line else None


class Printer:
    """Prints the sheets of one export, in several processes at once; counts those that had to be left out."""

    def __init__(self, about: About, seconds: float = NO_LIMIT) -> None:
        self.about = about
        self.ends_at = time.monotonic() + seconds
        self.refused = 0

    def print(self, groups: Iterable[list[Sheet]]) -> Iterator[Laid]:
        """Yield PDFs that, put together, hold the sheets of all groups in order; a group is laid out in one go."""
        groups = iter(groups)
        first = list(islice(groups, PROCESSES))
        self.children = [Child() for _ in first]
        asked: deque[tuple[int, list[Sheet]]] = deque()
        try:
            for number, group in enumerate(chain(first, groups)):
                if len(asked) == len(self.children):
                    yield from self._received(*asked.popleft())
                self._ask(number % PROCESSES, group)
                asked.append((number % PROCESSES, group))
            while asked:
                yield from self._received(*asked.popleft())
        finally:
            for child in self.children:
                child.stop()

    def _ask(self, child: int, sheets: list[Sheet]) -> None:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise PrintFailed("This takes too long to print. Make its longest or most complicated texts simpler.")
        pages = [sheet.html() for sheet in sheets]
        seconds = min(MOST_SECONDS, LEAST_SECONDS + sum(map(len, pages)) / CHARACTERS_PER_SECOND)
        limits = {"cpu_seconds": seconds, "wall_seconds": min(4 * seconds, left)}
        self.children[child].send({**asdict(self.about), "media": str(folder()), "sheets": pages, **limits})

    def _received(self, child: int, sheets: list[Sheet]) -> Iterator[Laid]:
        """Yield what was asked for; where that failed, with a word in place of the bad sheets."""
        try:
            yield self.children[child].receive()
        except BookletFailed:
            self._start_again(child)
            alone = [self._one(child, sheet, failed=len(sheets) == 1) for sheet in sheets]
            together = None if self.about.page == CARD else self._laid(child, [sheet for sheet, _ in alone])
            yield from [together] if together else [laid for _, laid in alone]

    def _one(self, child: int, sheet: Sheet, *, failed: bool) -> tuple[Sheet, Laid]:
        """Return a sheet, or what stands instead of one that failed or now fails, as it was laid out."""
        for attempt in (sheet, sheet.instead())[failed:]:
            if laid := self._laid(child, [attempt]):
                self.refused += attempt is not sheet
                return attempt, laid
        raise PrintFailed("This could not be printed. The server's log says why.")

    def _laid(self, child: int, sheets: list[Sheet]) -> Laid | None:
        """Return the sheets as laid out, or None where they cannot be."""
        self._ask(child, sheets)
        try:
            return self.children[child].receive()
        except BookletFailed:
            self._start_again(child)
            return None

    def _start_again(self, child: int) -> None:
        if self.children[child].ended:
            self.children[child].stop()
            self.children[child] = Child()

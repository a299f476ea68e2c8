"""The processes that lay out booklets: started, fed, and ended with all that is theirs.

One that has nothing left to do is kept for the next print for a while: to start takes it longer than to print a few
cards.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from apps.printing.engine.weasyprint_door import LayoutResult, PangoMissing

PROJECT = Path(__file__).resolve().parents[3]
PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME")
MAX_IDLE = 2
SPARE_SECONDS = 240  # well below child.IDLE_SECONDS: none ends by itself at the moment in which it gets a booklet
# The same booklet gives the same bytes: nothing in it may depend on the day, or on the order of a set.
ALWAYS = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1577836800"}


class PrintFailed(Exception):
    """Nothing can be printed; the message is a sentence for people."""


class BookletFailed(Exception):
    """A booklet ended its process, or could not be laid out."""


class ProcessEnded(BookletFailed):
    """A process ended by itself: what it was to lay out may be as good as any other."""


class Worker:
    """A process that lays out booklets one after another. It does not see our environment's secrets."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory(prefix="ditcards-print-")
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "apps.printing.engine.worker"],
            cwd=PROJECT,
            env={**environment, **ALWAYS, "TMPDIR": self.folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
        )
        self.requests = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)
        self.greeted = self.ended = False
        self.idle_since = time.monotonic()

    @property
    def is_there(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End the process with its fork, and remove its temporary files."""
        self.kill()
        self.process.communicate()
        self.folder.cleanup()

    def kill(self) -> None:
        """End the process and its fork at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def laid(self, request: dict[str, Any]) -> LayoutResult:
        """Return a booklet as it was laid out, or raise BookletFailed, ProcessEnded, PangoMissing or PrintFailed."""
        with suppress(BrokenPipeError):  # it has ended, as its answer will tell
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()
        if not self.greeted:
            self._greet()
        answer = self._answer()
        body = self.answers.read(answer["size"]) if answer else b""
        if answer is None or len(body) < answer["size"]:
            raise ProcessEnded
        self.idle_since = time.monotonic()
        if answer["problem"]:
            raise BookletFailed
        return LayoutResult(body, answer["pages"], answer["undrawn"])

    def _greet(self) -> None:
        greeting = self._answer()
        if greeting is None:
            raise PrintFailed("The process that prints could not be started. The server's log says why.")
        if greeting["problem"]:
            self.ended = True
            raise PangoMissing(greeting["problem"])
        self.greeted = True

    def _answer(self) -> dict[str, Any] | None:
        """Return the next line of the process, or None when it has ended."""
        line = self.answers.readline()
        self.ended = not line
        return json.loads(line) if line else None


class IdleWorkers:
    """Processes that wait for the next print of this process, whoever asks for it."""

    def __init__(self) -> None:
        self._waiting: list[Worker] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        atexit.register(self.clear)

    def begin(self) -> None:
        """Start one, if none is there: somebody is about to print."""
        if child := self.take():
            self.keep(child)
            return
        with suppress(OSError):  # the print itself will say so
            self.keep(Worker())

    def take(self) -> Worker | None:
        """Return one that can be used at once, if there is one."""
        with self._lock:
            while self._waiting:
                child = self._waiting.pop()
                if time.monotonic() - child.idle_since < SPARE_SECONDS and child.is_there:
                    return child
                child.stop()
            return None

    def keep(self, child: Worker) -> None:
        """Let one wait, or stop it where enough do."""
        with self._lock:
            if len(self._waiting) < MAX_IDLE:
                self._waiting.append(child)
                return
        child.stop()

    def clear(self) -> None:
        """Stop them all; a fork of this process leaves them alone."""
        with self._lock:
            while self._waiting and os.getpid() == self._process:
                self._waiting.pop().stop()


SPARE = IdleWorkers()


class WorkerPool:
    """As many processes as threads ask at once, each started when it is first needed."""

    def __init__(self) -> None:
        self._all: list[Worker] = []
        self._idle: list[Worker] = []
        self._closed = False
        self._lock = threading.Lock()

    def begin(self, count: int) -> None:
        """Start so many before anybody asks for one: it takes them a second to get ready."""
        with self._lock:
            started = [_begun() for _ in range(count)]
            self._all += started
            self._idle += started

    @contextmanager
    def one(self) -> Iterator[Worker]:
        """Give a process to this thread alone; one that ended is replaced."""
        child = self._taken()
        try:
            yield child
        finally:
            self._given_back(child)

    def close(self) -> None:
        """Kill those that work; whoever waits for one is told that its booklet failed, and gets no other."""
        with self._lock:
            self._closed = True
            for child in self._all:
                if child not in self._idle:
                    child.kill()

    def clear(self) -> None:
        """Once nobody waits for one, give back those that can go on, and remove what the others leave behind."""
        while self._all:
            child = self._all.pop()
            if child in self._idle:
                self._idle.remove(child)
                SPARE.keep(child)
            else:
                child.stop()

    def _taken(self) -> Worker:
        with self._lock:
            if self._closed:
                raise PrintFailed("This was stopped.")
            while self._idle:
                child = self._idle.pop()
                if child.is_there:
                    return child
                self._all.remove(child)
                child.stop()
            self._all.append(_begun())
            return self._all[-1]

    def _given_back(self, child: Worker) -> None:
        with self._lock:
            if not child.ended and not self._closed:
                self._idle.append(child)
                return
            self._all.remove(child)
        child.stop()


def _begun() -> Worker:
    """Return a process that waits, or a new one; raises PrintFailed."""
    try:
        return SPARE.take() or Worker()
    except OSError as error:
        raise PrintFailed("The server has no room for a process that prints. Try again in a minute.") from error

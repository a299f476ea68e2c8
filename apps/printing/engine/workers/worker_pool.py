"""The worker processes of a print, and those that wait for the next one.

A process that has nothing left to do is retained for a while: starting it takes longer than printing a few cards.
"""

import atexit
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _

from apps.printing.engine.workers.worker_process import PrintFailed, WorkerProcess

MAX_IDLE = 2
MAX_IDLE_SECONDS = 240  # well below worker.IDLE_SECONDS: none ends by itself at the moment in which it gets a group


class IdleWorkers:
    """Processes that wait for the next print of this process, whoever asks for it."""

    def __init__(self) -> None:
        self._waiting: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        atexit.register(self.clear)

    def warm_up(self) -> None:
        """Start one, if none is there: somebody is about to print."""
        if worker := self.take():
            self.retain(worker)
            return
        with suppress(OSError):  # the print itself will report it
            self.retain(WorkerProcess())

    def take(self) -> WorkerProcess | None:
        """Return one that can be used immediately, if there is one."""
        with self._lock:
            while self._waiting:
                worker = self._waiting.pop()
                if time.monotonic() - worker.idle_since < MAX_IDLE_SECONDS and worker.is_alive:
                    return worker
                worker.stop()
            return None

    def retain(self, worker: WorkerProcess) -> None:
        """Let one wait, or stop it where enough are waiting."""
        with self._lock:
            if len(self._waiting) < MAX_IDLE:
                self._waiting.append(worker)
                return
        worker.stop()

    def clear(self) -> None:
        """Stop them all; a fork of this process leaves them alone."""
        with self._lock:
            while self._waiting and os.getpid() == self._process:
                self._waiting.pop().stop()


IDLE_WORKERS = IdleWorkers()


class WorkerPool:
    """As many processes as threads need at the same time, each started when it is first needed."""

    def __init__(self) -> None:
        self._all: list[WorkerProcess] = []
        self._idle: list[WorkerProcess] = []
        self._closed = False
        self._lock = threading.Lock()

    def start(self, count: int) -> None:
        """Start so many before any is needed: they take a second to get ready."""
        with self._lock:
            for _number in range(count):
                worker = _start()
                self._all.append(worker)
                self._idle.append(worker)

    @contextmanager
    def worker(self) -> Iterator[WorkerProcess]:
        """Give a process to this thread alone; one that ended is replaced."""
        worker = self._take()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """Kill those that are at work; whoever waits for one sees its group fail, and gets no other."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                if worker not in self._idle:
                    worker.kill()

    def clear(self) -> None:
        """Once no thread needs one, retain those that can go on, and clean up after the others."""
        while self._all:
            worker = self._all.pop()
            if worker in self._idle:
                self._idle.remove(worker)
                IDLE_WORKERS.retain(worker)
            else:
                worker.stop()

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise PrintFailed(_("This print was stopped."))
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                self._all.remove(worker)
                worker.stop()
            self._all.append(_start())
            return self._all[-1]

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if not worker.has_ended and not self._closed:
                self._idle.append(worker)
                return
            self._all.remove(worker)
        worker.stop()


def _start() -> WorkerProcess:
    """Return a process that waits, or a new one; raises PrintFailed."""
    try:
        return IDLE_WORKERS.take() or WorkerProcess()
    except OSError as error:
        raise PrintFailed(_("The server has no capacity for another print process. Try again in a minute.")) from error

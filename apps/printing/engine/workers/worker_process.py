"""One process that lays out groups: how it is started, what it is sent, and how it is killed with all it started."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NotRequired, TypedDict, cast

from django.utils.translation import gettext as _

from apps.printing.engine.weasyprint_door import LayoutResult, PangoMissing

PROJECT = Path(__file__).resolve().parents[4]
INHERITED = ("PATH", "HOME", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME")
# The same group gives the same bytes: nothing in it may depend on the day, or on the order of a set.
FIXED = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1577836800"}


class PrintFailed(Exception):
    """Nothing can be printed; the message is a sentence for people."""


class GroupFailed(Exception):
    """A group ended its process, or could not be laid out."""


class ProcessEnded(GroupFailed):
    """A process ended by itself: its group may be as good as any other."""


class WorkerResponse(TypedDict):
    """The head of a response; that many bytes of a PDF follow it."""

    problem: str
    size: int
    pages: NotRequired[list[int]]
    undrawn: NotRequired[list[str]]


class WorkerProcess:
    """A process that lays out groups one after another. It does not see our environment's secrets."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory(prefix="ditcards-print-")
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "apps.printing.engine.workers.worker", self.folder.name],
            cwd=PROJECT,
            env={**environment, **FIXED, "TMPDIR": self.folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
        )
        self.requests = cast(IO[bytes], self.process.stdin)
        self.responses = cast(IO[bytes], self.process.stdout)
        self.is_ready = self.has_ended = False
        self.idle_since = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End the process with its fork, and remove its temporary files."""
        self.kill()
        self.process.communicate()
        self.folder.cleanup()

    def kill(self) -> None:
        """End the process and its fork immediately."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def render(self, group: Mapping[str, object]) -> LayoutResult:
        """Return a group as laid out; raises GroupFailed, ProcessEnded, PangoMissing or PrintFailed."""
        with suppress(BrokenPipeError):  # it has ended, as its response will show
            self.requests.write(json.dumps(group).encode() + b"\n")
            self.requests.flush()
        if not self.is_ready:
            self._wait_until_ready()
        response = self._read_response()
        pdf = self.responses.read(response["size"]) if response else b""
        if response is None or len(pdf) < response["size"]:
            raise ProcessEnded
        self.idle_since = time.monotonic()
        if response["problem"]:
            raise GroupFailed
        return LayoutResult(pdf, response["pages"], response["undrawn"])

    def _wait_until_ready(self) -> None:
        response = self._read_response()
        if response is None:
            raise PrintFailed(_("The print process could not be started. The server’s log shows why."))
        if response["problem"]:
            self.has_ended = True
            raise PangoMissing(response["problem"])
        self.is_ready = True

    def _read_response(self) -> WorkerResponse | None:
        """Return the next line of the process, or None when it has ended."""
        line = self.responses.readline()
        self.has_ended = not line
        return json.loads(line) if line else None

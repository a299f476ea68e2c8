"""Whose request is answered next: whoever kept the server busy lately waits until nobody else does.

And those who are busy never have all processes of the server: one is left for everybody else.
"""

import fcntl
import time
from collections import deque
from pathlib import Path
from typing import Any

from waitress.utilities import Error

from apps.web.server.usage import Clients, Usage

MAX_WAITING = 900  # requests of one client: a class that logs in; a process has hardly more connections
PATIENCE_SECONDS = 0.25  # after which bytes that come for others are no reason to wait any longer
MAX_WAIT_SECONDS = 20  # after which the requests of others are no reason either


class TooManyRequests(Error):
    """A client waits for more answers than fit."""

    code = 429
    reason = "Too Many Requests"


class Lanes:
    """How many processes of this machine may work for busy clients at the same time. A killed one leaves its lane."""

    def __init__(self, path: Path, number: int) -> None:
        self.file = path.open("w")
        self._number = number
        self._taken: int | None = None

    def take(self) -> bool:
        """Take a lane, if one is free."""
        for lane in range(self._number):
            try:
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, lane)
            except (BlockingIOError, PermissionError):  # another process has it
                continue
            except OSError:  # a file system without locks: better no lanes than nobody in them
                return True
            self._taken = lane
            return True
        return False

    def leave(self) -> None:
        """Let others have it."""
        if self._taken is not None:
            fcntl.lockf(self.file, fcntl.LOCK_UN, 1, self._taken)
            self._taken = None


class Turns:
    """The queue of waitress's thread, which uses it as a deque of channels; and those that wait beside it.

    Files that are the same for everybody, below `static`, wait for nobody: they cost next to nothing.
    """

    def __init__(self, clients: Clients, usage: Usage, lanes: Lanes, static: tuple[str, ...] = ()) -> None:
        self.clients, self.usage, self.lanes, self.static = clients, usage, lanes, static
        self.ready: deque[Any] = deque()
        self.waiting: dict[
            Any, tuple[str, float]
        ] = {}  # channels of busy clients, and since when; the first before others
        self.admitted: Any = None  # the one of them whose turn it is
        self.is_ending = False  # then nobody waits for others

    def __len__(self) -> int:
        return len(self.ready)

    def append(self, channel: Any) -> None:
        """Take a channel with a request that was read."""
        client, now, request = self._client_of(channel), time.monotonic(), channel.requests[0]
        # What is no request has an error in place of a path; its answer costs nothing either.
        has_turn = self.is_ending or request.error or request.path.startswith(self.static)
        if has_turn or not self.usage.is_busy(client, now):
            self.ready.append(channel)
        elif sum(each == client for each, _since in self.waiting.values()) < MAX_WAITING:
            self.waiting[channel] = client, now
        else:
            request.error = TooManyRequests("Wait for the answers to your other requests.")
            self.ready.append(channel)

    def popleft(self) -> Any:
        """Return the channel whose turn it is."""
        return self.ready.popleft()

    def waits_since(self) -> float:
        """Return for how many seconds the first of the busy has waited; zero if none does."""
        since = next((since for _client, since in self.waiting.values()), None)
        return time.monotonic() - since if since is not None else 0.0

    def admit(self) -> bool:
        """Let the busy client that used least have its turn, unless as many processes as may work for others.

        None has it before those who are not busy, until it has waited too long.
        """
        if self.admitted or not self.waiting or (self.ready and self.waits_since() < MAX_WAIT_SECONDS):
            return False
        if not self.lanes.take():
            return False
        now = time.monotonic()
        self.admitted = min(self.waiting, key=lambda channel: self.usage.of(self.waiting[channel][0], now))
        del self.waiting[self.admitted]
        self.ready.append(self.admitted)
        return True

    def admit_all(self) -> None:
        """Let everybody have their turn, now and from now on: the process ends."""
        self.is_ending = True
        self.ready.extend(self.waiting)
        self.waiting.clear()

    def end(self, channel: Any) -> None:
        """Note that the turn of a channel is over."""
        if channel is self.admitted:
            self.lanes.leave()
            self.admitted = None  # after it: the next one may be admitted from now on

    def charge(self, channel: Any, account: int | None, seconds: float) -> None:
        """Note how much work the request of a channel was, and whose it was: None where the site did not look."""
        if account is not None:
            self.clients.learn(channel.requests[0].headers, account)
        self.usage.add(self._client_of(channel), seconds, time.monotonic())

    def _client_of(self, channel: Any) -> str:
        return self.clients.client_of(channel.requests[0].headers, str(channel.addr[0]))

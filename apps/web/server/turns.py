"""Whose request is answered next: whoever kept the server busy lately waits until nobody else does.

And those who are busy never have all processes of the server: one is left for everybody else.
"""

import fcntl
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

from waitress.utilities import Error

from apps.web.server.usage import Clients, Usage

MAX_WAITING = 300  # requests of one client: a class that logs in


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
            except OSError:  # another process has it
                continue
            self._taken = lane
            return True
        return False

    def leave(self) -> None:
        """Let others have it."""
        if self._taken is not None:
            fcntl.lockf(self.file, fcntl.LOCK_UN, 1, self._taken)
            self._taken = None


class Turns:
    """The queue of waitress's thread, which uses it as a deque of channels; and those that wait beside it."""

    def __init__(self, clients: Clients, usage: Usage, lanes: Lanes) -> None:
        self.clients, self.usage, self.lanes = clients, usage, lanes
        self.ready: deque[Any] = deque()
        self.waiting: dict[Any, str] = {}  # channels of busy clients, the first of each before the others
        self.admitted: Any = None  # the one of them whose turn it is

    def __len__(self) -> int:
        return len(self.ready)

    def append(self, channel: Any) -> None:
        """Take a channel with a request that was read."""
        client = self._client_of(channel)
        if not self.usage.is_busy(client, time.monotonic()):
            self.ready.append(channel)
        elif Counter(self.waiting.values())[client] < MAX_WAITING:
            self.waiting[channel] = client
        else:
            channel.requests[0].error = TooManyRequests("Wait for the answers to your other requests.")
            self.ready.append(channel)

    def popleft(self) -> Any:
        """Return the channel whose turn it is."""
        return self.ready.popleft()

    def admit(self) -> bool:
        """Let the busy client that used least have its turn, unless as many processes as may work for others."""
        if self.ready or self.admitted or not self.waiting or not self.lanes.take():
            return False
        now = time.monotonic()
        self.admitted = min(self.waiting, key=lambda channel: self.usage.of(self.waiting[channel], now))
        del self.waiting[self.admitted]
        self.ready.append(self.admitted)
        return True

    def end(self, channel: Any) -> None:
        """Note that the turn of a channel is over."""
        if channel is self.admitted:
            self.lanes.leave()
            self.admitted = None  # after it: the next one may be admitted from now on

    def charge(self, channel: Any, account: int | None, seconds: float) -> None:
        """Note how much work the request of a channel was, and whose it was, where the site names an account."""
        if account:
            self.clients.learn(channel.requests[0].headers, account)
        self.usage.add(self._client_of(channel), seconds, time.monotonic())

    def _client_of(self, channel: Any) -> str:
        return self.clients.client_of(channel.requests[0].headers, str(channel.addr[0]))

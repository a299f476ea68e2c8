"""The loop around waitress's connections: those that do nothing cost nothing.

The loop that comes with waitress asks each connection before each turn what it waits for: with 200 silent ones that
takes as long as a page.
"""

import select
import time
from collections.abc import Set
from typing import Any

from waitress import wasyncore

READ, WRITE, ALWAYS = select.POLLIN | select.POLLPRI, select.POLLOUT, select.POLLERR | select.POLLHUP | select.POLLNVAL
LOOK_SECONDS = 1.0  # between two looks at all connections: some were silent for too long, and are closed


class EventLoop:
    """Waits for what happens on the sockets of waitress's `map`, by file number."""

    def __init__(self, sockets: dict[int, Any]) -> None:
        self.map = sockets
        self.poll = select.poll()
        self.waiting: dict[int, int] = {}  # what each file number is registered for
        self.changing: set[int] = set()  # those that may wait for something else now
        self.look_at = 0.0

    def turn(self, seconds: float) -> bool:
        """Wait for at most so long, and handle what happened; return whether anything did."""
        for number in self._to_look_at():
            self._look(number)
        happened = self.poll.poll(seconds * 1000)
        for number, events in happened:
            self.changing.add(number)
            if number in self.map:
                wasyncore.readwrite(self.map[number], events)
        return bool(happened)

    def _to_look_at(self) -> Set[int]:
        now = time.monotonic()
        if now >= self.look_at:
            self.look_at = now + LOOK_SECONDS
            return self.map.keys() | self.waiting.keys()
        return self.changing | (self.map.keys() ^ self.waiting.keys())

    def _look(self, number: int) -> None:
        """Register what this file number waits for now."""
        each = self.map.get(number)
        events = _events(each) if each else 0
        if events and events != self.waiting.get(number):
            self.poll.register(number, events | ALWAYS)
            self.waiting[number] = events
        elif not events and self.waiting.pop(number, 0):
            self.poll.unregister(number)
        if each and (each.accepting or events != READ):
            self.changing.add(number)
        else:
            self.changing.discard(number)


def _events(each: Any) -> int:
    return (READ if each.readable() else 0) | (WRITE if each.writable() and not each.accepting else 0)

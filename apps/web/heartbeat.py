"""A process shows every few seconds that it is at work, whatever its main thread does."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import Error, close_old_connections, connections
from django.utils import timezone

END_SECONDS = 5  # for the last one to end
CLOCKS_DIFFER = timedelta(minutes=5)  # at most, of two machines of a site: what is dated later was shown by a wrong one

log = logging.getLogger("apps.web")


class Heartbeat:
    """A thread that calls `show` with the time, from `begin` to `end`. Where that fails, it tries the next time."""

    def __init__(self, show: Callable[[datetime], None], *, seconds: float) -> None:
        self._show, self._seconds = show, seconds
        self._ended = Event()
        self._thread = Thread(target=self._show_until_ended, daemon=True)

    def begin(self) -> None:
        """Show this process from now on."""
        self._thread.start()

    def end(self) -> None:
        """Show it no longer."""
        self._ended.set()
        self._thread.join(END_SECONDS)

    def _show_until_ended(self) -> None:
        while not self._ended.is_set():
            close_old_connections()
            try:
                self._show(timezone.now())
            except Error as error:
                log.warning("This process could not show that it is at work: %s", error)
            self._ended.wait(self._seconds)
        connections.close_all()  # those of this thread

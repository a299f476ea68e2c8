"""How a worker shows that it is there: pages and the operator ask when a job waits."""

import logging
import os
from datetime import datetime, timedelta
from socket import gethostname
from threading import Event, Thread

from django.db import Error, close_old_connections, connections
from django.utils import timezone

from apps.jobs.models import Worker

log = logging.getLogger("apps.jobs")

SHOW_SECONDS = 10  # between two writes
END_SECONDS = 5  # for the last one to end
ROW_TTL = timedelta(days=1)


class Presence:
    """The row of this process, which is a worker, from `begin` to `end`.

    A thread writes it: also while a job reports nothing for long, or ends although the worker was asked to stop.
    """

    def __init__(self, *, is_short: bool) -> None:
        self.name, self.is_short = f"{gethostname()}:{os.getpid()}", is_short
        self._ended = Event()
        self._thread = Thread(target=self._show_until_ended, daemon=True)

    def begin(self) -> None:
        """Show this worker from now on."""
        self._thread.start()

    def end(self) -> None:
        """Delete the row: this worker ends."""
        self._ended.set()
        self._thread.join(END_SECONDS)
        Worker.objects.filter(name=self.name).delete()

    def show(self, *, at: datetime) -> None:
        """Write that this worker is there."""
        Worker.objects.update_or_create(name=self.name, defaults={"is_short": self.is_short, "seen_at": at})

    def _show_until_ended(self) -> None:
        while not self._ended.is_set():
            close_old_connections()
            try:
                self.show(at=timezone.now())
            except Error as error:  # the next time
                log.warning("The worker could not show that it is there: %s", error)
            self._ended.wait(SHOW_SECONDS)
        connections.close_all()  # those of this thread


def delete_ended(now: datetime) -> None:
    """Delete the rows of workers that were killed long ago."""
    Worker.objects.filter(seen_at__lt=now - ROW_TTL).delete()

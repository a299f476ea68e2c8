"""How a worker shows that it is there: pages and the operator ask when a job waits."""

import os
from datetime import datetime, timedelta
from socket import gethostname

from apps.jobs.models import Worker
from apps.web.heartbeat import Heartbeat

SHOW_SECONDS = 10  # between two writes
ROW_TTL = timedelta(days=1)


class Presence:
    """The row of this process, which is a worker, from `begin` to `end`.

    It is written also while a job reports nothing for long, or ends although the worker was asked to stop.
    """

    def __init__(self, *, is_short: bool) -> None:
        self.name, self.is_short = f"{gethostname()}:{os.getpid()}", is_short
        self._heartbeat = Heartbeat(self._show, seconds=SHOW_SECONDS)

    def begin(self) -> None:
        """Show this worker from now on."""
        self._heartbeat.begin()

    def end(self) -> None:
        """Delete the row: this worker ends."""
        self._heartbeat.end()
        Worker.objects.filter(name=self.name).delete()

    def _show(self, now: datetime) -> None:
        Worker.objects.update_or_create(name=self.name, defaults={"is_short": self.is_short, "seen_at": now})


def delete_ended(now: datetime) -> None:
    """Delete the rows of workers that were killed long ago."""
    Worker.objects.filter(seen_at__lt=now - ROW_TTL).delete()

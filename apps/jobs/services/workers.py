"""How a worker shows that it is there: pages and the operator ask when a job waits."""

import os
import time
from datetime import datetime, timedelta
from socket import gethostname

from apps.jobs.models import Worker

SHOW_SECONDS = 10  # between two writes
ROW_TTL = timedelta(days=1)


class Presence:
    """The row of this process; nothing in a process that is no worker."""

    def __init__(self) -> None:
        self.name = ""
        self.is_short = False
        self.shown_at = float("-inf")

    def begin(self, *, is_short: bool) -> None:
        """Let this process be a worker."""
        self.name, self.is_short = f"{gethostname()}:{os.getpid()}", is_short

    def show(self, *, at: datetime) -> None:
        """Write that this worker is there; however often it is called, it writes now and then."""
        if self.name and time.monotonic() - self.shown_at >= SHOW_SECONDS:
            Worker.objects.update_or_create(name=self.name, defaults={"is_short": self.is_short, "seen_at": at})
            self.shown_at = time.monotonic()

    def end(self) -> None:
        """Delete the row: this worker ends."""
        Worker.objects.filter(name=self.name).delete()


presence = Presence()


def delete_ended(now: datetime) -> None:
    """Delete the rows of workers that were killed long ago."""
    Worker.objects.filter(seen_at__lt=now - ROW_TTL).delete()

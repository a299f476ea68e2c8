"""What the body of a job holds in its hands: says how far it is, hears that it shall stop, ends in one transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.jobs import files
from apps.jobs.models import Job

REPORT_SECONDS = 0.5  # reports that come sooner than this after the last one write nothing

stop = Event()  # set when this process was asked to end


class JobFailed(Exception):
    """The work cannot be done, and trying again would not help; its text is the sentence that the owner reads."""


class Cancelled(Exception):
    """The owner pressed cancel."""


class Stopped(Exception):
    """This worker was asked to end; the job goes on in the next one."""


class Lost(Exception):
    """The job is not this worker's any more: it was silent for so long that another took it up."""


@dataclass
class Outcome:
    """What the owner reads when the job is done, and the page of this site on which to go on."""

    link: str
    message: str = "Done."


class Progress:
    """One attempt at a job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.finished = False
        self._finishing = False
        self._reported = float("-inf")
        self._result = ""

    @property
    def owner(self) -> User:
        """Return whose job it is; the work that asks is not done for visitors."""
        if self.job.owner is None:
            raise JobFailed("This is not done without an account. Log in, then start it again.")
        return self.job.owner

    @property
    def upload(self) -> Path:
        """Return the file that was uploaded for this job."""
        return files.upload_of(self.job)

    def report(self, done: int, total: int = 0) -> None:
        """Say how far the work is, which is also a sign of life; raises Cancelled, Stopped or Lost.

        Call it as often as you like, and no less often than every few seconds. While finishing, it does nothing:
        nobody could see it, and the lock on the row is the sign of life.
        """
        if self._finishing or time.monotonic() - self._reported < REPORT_SECONDS:
            return
        if stop.is_set():
            raise Stopped
        total = max(total, 0)
        self._beat(done=min(max(done, 0), total), total=total)
        self._reported = time.monotonic()

    @contextmanager
    def result(self, name: str) -> Iterator[BinaryIO]:
        """Open the file that the owner may fetch for a day, under this name."""
        path = files.result_of(self.job)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("wb") as file:
            yield file
        self._result = name

    @contextmanager
    def finishing(self) -> Iterator[Outcome]:
        """Open the transaction in which the effect is written and the job becomes done: both happen, or neither.

        The row is locked meanwhile. A worker that is killed here leaves nothing behind, and one whose job was taken
        from it or cancelled gets no further than the first line.
        """
        with transaction.atomic():
            self._beat()
            self._finishing = True
            outcome = Outcome(self.job.link)
            try:
                yield outcome
                self._end(outcome)
            finally:
                self._finishing = False
        self.finished = True

    def _beat(self, **fields: int) -> None:
        """Write a sign of life, which nobody can whose job is cancelled or not theirs any more."""
        held = Job.objects.held(self.job)
        if not held.filter(cancel_requested=False).update(heartbeat_at=timezone.now(), **fields):
            raise Cancelled if held.exists() else Lost

    def _end(self, outcome: Outcome) -> None:
        Job.objects.held(self.job).update(
            state=Job.State.DONE,
            done=F("total"),
            message=outcome.message,
            link=outcome.link,
            result=self._result,
            heartbeat_at=None,
            ended_at=timezone.now(),
        )

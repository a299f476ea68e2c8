"""What the function of a job works with: it reports progress, is canceled, and ends in one transaction."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import BinaryIO, Self, cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs import files
from apps.jobs.current import running_job
from apps.jobs.models import Job
from apps.jobs.services import attempts
from apps.web.replica import reads_from_primary, reads_from_replica
from apps.web.storage import MissingFile

REPORT_SECONDS = 0.5  # a report within this time of the last one writes nothing

SHORT_SECONDS = 8  # after which a worker for short jobs gives a job to one for long jobs: ten with its last report

only_short = Event()  # set in a worker for short jobs
stop_requested = Event()  # set when this process was asked to end


class JobFailed(Exception):
    """The job cannot be done, and a retry would not help; its text is the sentence that the owner reads.

    `report` is the page of this site where the owner reads it, if not that of the job.
    """

    def __init__(self, sentence: str, *, report: str = "") -> None:
        super().__init__(sentence)
        self.report = report


class JobCanceled(Exception):
    """The owner pressed Cancel."""


class WorkerStopped(Exception):
    """This worker was asked to end; the job continues in the next one."""


class JobIsLong(Exception):
    """The job has taken longer than a worker for short jobs allows; it begins again in one for long jobs."""


class JobLost(Exception):
    """The job is no longer this worker's: it sent no heartbeat for so long that another worker took the job."""


@dataclass
class Outcome:
    """What the owner reads when the job is done, the page of this site on which to continue, and that with a report."""

    link: str
    report: str = ""
    message: str = field(default_factory=lambda: _("Done."))


class Progress:
    """One attempt at a job; as a context manager, it removes local copies of files when the attempt ends."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.finished = False
        self._finishing = self._has_begun = False
        self._began_at, self._reported_at = time.monotonic(), float("-inf")
        self._result = ""
        self._local_files = ExitStack()

    def __enter__(self) -> Self:
        self._local_files.enter_context(running_job(self.job.pk))
        return self

    def __exit__(self, *_exception: object) -> None:
        self._local_files.close()

    @property
    def owner(self) -> User:
        """Return the owner; fail a visitor's job, for work that requires an account."""
        if self.job.owner is None:
            raise JobFailed(_("This requires an account. Log in, then start it again."))
        return self.job.owner

    @cached_property
    def upload(self) -> Path:
        """Return the path of the uploaded file on this machine, until the attempt ends."""
        try:
            return self._local_files.enter_context(files.local_upload(self.job))
        except MissingFile as missing:
            raise JobFailed(_("The uploaded file is no longer here. Upload it again.")) from missing

    def reading(self) -> AbstractContextManager[object]:
        """Open a block that reads from the replica of the database, if there is one; the second attempt does not."""
        return reads_from_replica() if self.job.attempts == 1 else nullcontext()

    def report(self, done: int, total: int = 0) -> None:
        """Report progress, which is also the heartbeat; raises JobCanceled, WorkerStopped, JobIsLong or JobLost.

        Call it as often as you like, at least every few seconds. While finishing, it does nothing: nobody could see
        it, and the lock on the row shows that the worker is alive.
        """
        if self._finishing or time.monotonic() - self._reported_at < REPORT_SECONDS:
            return
        if stop_requested.is_set():
            raise WorkerStopped
        if only_short.is_set() and time.monotonic() - self._began_at > SHORT_SECONDS:
            raise JobIsLong
        total = max(total, 0)
        self._send_heartbeat(done=min(max(done, 0), total), total=total)
        self._reported_at = time.monotonic()

    def report_begun(self, done: int, total: int = 0) -> None:
        """Report the progress of an effect that has begun: nobody can cancel it, and it continues if it breaks off.

        Raises JobLost.
        """
        self._has_begun = True
        if time.monotonic() - self._reported_at >= REPORT_SECONDS:
            self._send_heartbeat(done=min(max(done, 0), max(total, 0)), total=max(total, 0))
            self._reported_at = time.monotonic()

    @contextmanager
    def result(self, name: str) -> Iterator[BinaryIO]:
        """Open the file that the owner can download for a day, under this name; it is stored when it is complete."""
        with tempfile.TemporaryFile() as file:
            yield cast(BinaryIO, file)
            files.store_result(self.job, File(file))
        self._result = name

    @contextmanager
    def finishing(self) -> Iterator[Outcome]:
        """Open the transaction in which the effect is written and the job becomes done: both happen, or neither.

        The row is locked until the end. A worker that is killed here leaves nothing behind, and one whose job was
        canceled or taken by another worker stops at the first line.
        """
        with transaction.atomic():
            self._send_heartbeat()
            self._finishing = True
            outcome = Outcome(self.job.link)
            try:
                yield outcome
                attempts.finish(self.job, **asdict(outcome), result=self._result, at=timezone.now())
            finally:
                self._finishing = False
        self.finished = True

    @reads_from_primary()
    def _send_heartbeat(self, *, done: int | None = None, total: int | None = None) -> None:
        """Write a heartbeat, with the progress if there is any, or raise JobCanceled or JobLost."""
        now = timezone.now()
        if self._has_begun:
            attempts.withdraw_cancel(self.job)
        if not attempts.send_heartbeat(self.job, at=now, done=done, total=total):
            raise JobCanceled if attempts.is_current(self.job) else JobLost

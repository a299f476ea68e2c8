"""What happens to a job: each change is one conditional update, so that of two who try only one succeeds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import OperationalError, transaction
from django.db.models import F

from apps.accounts.models import User
from apps.jobs import files, registry
from apps.jobs.models import MAX_ATTEMPTS, MAX_OPEN, MAX_RUNNING, Job
from apps.jobs.tasks import enqueue

CANCELLED = "You cancelled this."
GIVEN_UP = "This was begun three times and broke off each time, so it was given up. Try again with less at once."
TOO_MANY = f"{MAX_OPEN} of your jobs are not done yet. Wait until some are, or cancel them."
TOO_MANY_OF_VISITORS = "Many visitors have long work done just now. Try again in some minutes, or log in."


class TooManyJobs(Exception):
    """The person has as many jobs waiting as one may have; the text says so."""


def submit(
    owner: User | None,
    kind: str,
    *,
    title: str,
    at: datetime,
    arguments: dict[str, Any] | None = None,
    upload: File | None = None,
    link: str = "",
) -> Job:
    """Keep a job to be done beside the web process, with the file that it needs; raises TooManyJobs.

    `link` is the page of this site on which to go on, whatever becomes of it, unless the job itself names another.
    A visitor's has no owner: `visitors.submit` lets their session remember it.
    """
    registry.check(kind, arguments or {})
    if Job.objects.open().filter(owner=owner).count() >= MAX_OPEN:
        raise TooManyJobs(TOO_MANY if owner else TOO_MANY_OF_VISITORS)
    job = Job(owner=owner, kind=kind, title=title[:200], arguments=arguments or {}, created_at=at, link=link)
    try:
        if upload is not None:
            files.keep_upload(job, upload)
        with transaction.atomic():
            job.save(force_insert=True)
            enqueue(job.pk)
    except BaseException:
        files.remove(job)
        raise
    return job


def cancel(job: Job, *, at: datetime) -> bool:
    """Cancel at once what waits; ask what runs to stop at its next report. False: it is just being finished."""
    try:
        with transaction.atomic():
            Job.objects.select_for_update(nowait=True).get(pk=job.pk)
            if not _end(Job.State.CANCELLED, CANCELLED, at, Job.objects.waiting().filter(pk=job.pk)):
                Job.objects.running().filter(pk=job.pk).update(cancel_requested=True)
    except OperationalError:  # PostgreSQL: the row is locked, SQLite: the database is; by Progress.finishing
        return False
    return True


@transaction.atomic
def claim(pk: UUID, *, at: datetime) -> Job | None:
    """Take a waiting job to run it; None if somebody else has it, or if its owner (or visitors) have enough running."""
    job = Job.objects.waiting().filter(pk=pk).first()
    if job is None:
        return None
    _one_at_a_time(job)
    if Job.objects.running().filter(owner=job.owner_id).count() >= MAX_RUNNING:
        return None
    claimed = (
        Job.objects.waiting()
        .filter(pk=pk)
        .update(state=Job.State.RUNNING, attempts=F("attempts") + 1, started_at=at, heartbeat_at=at, done=0)
    )
    return Job.objects.select_related("owner").get(pk=pk) if claimed else None


def _one_at_a_time(job: Job) -> None:
    """Let claims for the same owner wait for one another: two that count at the same time would both find room.

    Visitors have no row in common. Of two claims for their jobs, each finds the other's job open, or already running.
    """
    if job.owner_id:
        User.objects.select_for_update(no_key=True).get(pk=job.owner_id)
    else:
        list(Job.objects.open().filter(owner=None).select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def release(job: Job) -> None:
    """Give back a job that this worker cannot go on with because it ends; the attempt does not count."""
    if Job.objects.held(job).update(state=Job.State.WAITING, heartbeat_at=None, attempts=F("attempts") - 1):
        enqueue(job.pk)


@transaction.atomic
def try_again(job: Job, *, at: datetime) -> None:
    """Let a job that broke off begin once more, or fail if that was its last attempt."""
    if job.attempts >= MAX_ATTEMPTS:
        fail(job, GIVEN_UP, at=at)
    elif Job.objects.held(job).update(state=Job.State.WAITING, heartbeat_at=None):
        enqueue(job.pk)


def fail(job: Job, sentence: str, *, at: datetime) -> None:
    """End a job that cannot be done, with a sentence for its owner."""
    _end(Job.State.FAILED, sentence, at, Job.objects.held(job))


def stop(job: Job, *, at: datetime) -> None:
    """End a job whose owner pressed cancel."""
    _end(Job.State.CANCELLED, CANCELLED, at, Job.objects.held(job))


def _end(state: Job.State, sentence: str, at: datetime, jobs: Any) -> int:
    ended: int = jobs.update(state=state, message=sentence[:500], heartbeat_at=None, ended_at=at)
    return ended

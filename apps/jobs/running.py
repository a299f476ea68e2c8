"""Runs a job: from the claim to its end, whatever its function does."""

import logging
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from django.utils import timezone, translation

from apps.jobs import files, queue, registry
from apps.jobs.models import Job
from apps.jobs.progress import JobCanceled, JobFailed, JobIsLong, JobLost, Progress, WorkerStopped
from apps.jobs.services import attempts

NO_LIMIT = nullcontext()

log = logging.getLogger("apps.jobs")


def claim_next(now: datetime, *, with_long: bool) -> Job | None:
    """Claim the job whose turn it is. Of workers that come for the same one, the others get those after it."""
    claims = (attempts.claim(job.pk, at=now) for job in queue.runnable(now, with_long=with_long))
    return next(filter(None, claims), None)


def run(pk: UUID) -> None:
    """Run this job, if it waits and its owner has not enough running."""
    if job := attempts.claim(pk, at=timezone.now()):
        run_claimed(job)


def run_claimed(job: Job, limit: AbstractContextManager[None] = NO_LIMIT) -> None:
    """Run a job that this worker has claimed. Within `limit`, which may end it by JobFailed, is what its function does.

    What is noted about the job is outside of it.
    """
    try:
        with translation.override(job.language):
            _attempt(job, limit)
    except Exception:  # a bug, or an unreachable database: the next attempt may succeed
        log.exception("The job %s (%s) failed unexpectedly.", job.pk, job.kind)
        attempts.retry(job, at=timezone.now())
    if ended := Job.objects.ended().filter(pk=job.pk).first():
        files.delete_unneeded(ended, timezone.now())


def _attempt(job: Job, limit: AbstractContextManager[None]) -> None:
    """Call the job's function once, and end the job as the function did."""
    try:
        with Progress(job) as progress, limit:
            registry.function_of(job.kind)(progress, **job.arguments)
            if not progress.finished:
                with progress.finishing():
                    pass
    except JobCanceled:
        attempts.cancel(job, at=timezone.now())
    except WorkerStopped:
        attempts.release(job, at=timezone.now())
    except JobIsLong:
        attempts.release(job, at=timezone.now(), is_long=True)
    except JobFailed as failure:
        attempts.fail(job, str(failure), at=timezone.now(), report=failure.report)
    except JobLost:
        log.warning("The job %s (%s) sent no heartbeat for too long, and another worker took it.", job.pk, job.kind)

"""Runs a job: from the claim to its end, whatever its function does."""

import logging
from uuid import UUID

from django.utils import timezone, translation

from apps.jobs import files, registry
from apps.jobs.models import Job
from apps.jobs.progress import JobCanceled, JobFailed, JobIsLong, JobLost, Progress, WorkerStopped
from apps.jobs.services import attempts

log = logging.getLogger("apps.jobs")


def run(pk: UUID) -> list[UUID]:
    """Run a waiting job; return the jobs to enqueue: this one if it waits again, and the next one of its owner."""
    job = attempts.claim(pk, at=timezone.now())
    if job is None:
        return []
    try:
        with translation.override(job.language):
            _attempt(job)
    except Exception:  # a bug, or an unreachable database: the next attempt may succeed
        log.exception("The job %s (%s) failed unexpectedly.", job.pk, job.kind)
        attempts.retry(job, at=timezone.now())
    return _next_jobs(job)


def _attempt(job: Job) -> None:
    """Call the job's function once, and end the job as the function did."""
    try:
        with Progress(job) as progress:
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


def _next_jobs(job: Job) -> list[UUID]:
    now = timezone.now()
    job = Job.objects.filter(pk=job.pk).first() or job
    if not job.is_open:
        files.delete_unneeded(job, now)
    waiting = Job.objects.waiting().filter(owner=job.owner_id)
    others = waiting.exclude(pk=job.pk).oldest_first().values_list("pk", flat=True)[:1]
    return [*waiting.filter(pk=job.pk).values_list("pk", flat=True), *others]

"""Runs a job: from the claim to its end, whatever its body does."""

import logging
from uuid import UUID

from django.utils import timezone, translation

from apps.jobs import files, registry
from apps.jobs.models import Job
from apps.jobs.progress import Cancelled, JobFailed, Lost, Progress, Stopped
from apps.jobs.services import lifecycle
from apps.jobs.tasks import enqueue

log = logging.getLogger("apps.jobs")


def run(pk: UUID) -> None:
    """Run a waiting job; then let its owner's next one have its turn."""
    job = lifecycle.claim(pk, at=timezone.now())
    if job is None:
        return
    try:
        with translation.override(job.language):
            _attempt(job)
    except Exception:  # a bug, or a database that is away: perhaps the next attempt has more luck
        log.exception("The job %s (%s) broke off.", job.pk, job.kind)
        lifecycle.try_again(job, at=timezone.now())
    _after(job)


def _attempt(job: Job) -> None:
    """Run the body once, and end the job as the body wants it."""
    progress = Progress(job)
    try:
        registry.body_of(job.kind)(progress, **job.arguments)
        if not progress.finished:
            with progress.finishing():
                pass
    except Cancelled:
        lifecycle.stop(job, at=timezone.now())
    except Stopped:
        lifecycle.release(job)
    except JobFailed as failure:
        lifecycle.fail(job, str(failure), at=timezone.now())
    except Lost:
        log.warning("The job %s (%s) was silent for too long, and another worker took it.", job.pk, job.kind)


def _after(job: Job) -> None:
    now = timezone.now()
    job = Job.objects.filter(pk=job.pk).first() or job
    if not job.is_open:
        files.tidy(job, now)
    waiting = Job.objects.waiting().filter(owner=job.owner_id).exclude(pk=job.pk).oldest_first().first()
    if waiting:
        enqueue(waiting.pk)

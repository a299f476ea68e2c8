"""What a worker does between two jobs: retries jobs whose worker was killed, and deletes what is no longer needed."""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import transaction

from apps.jobs import files, registry
from apps.jobs.models import ROW_TTL, Job
from apps.jobs.progress import stop_requested
from apps.jobs.services import attempts, workers
from apps.web import storage

log = logging.getLogger(__name__)


def retry_stale(now: datetime) -> None:
    """Retry the jobs of killed workers; one that is just being finished is locked, and left alone."""
    for pk in list(Job.objects.stale(now).values_list("pk", flat=True)):
        with transaction.atomic():
            job = Job.objects.stale(now).select_for_update(skip_locked=True).filter(pk=pk).first()
            if job:
                attempts.retry(job, at=now)


def do_housekeeping(now: datetime) -> None:
    """Delete expired files and what ended long ago, and do the chores of the apps."""
    own = (files.delete_expired, delete_expired_scratch_files, _delete_old_jobs, workers.delete_ended)
    for chore in (*own, *registry.chores()):
        try:
            chore(now)
        except Exception:  # the storage of files may be away: the others are done
            log.exception("This part of the housekeeping will be tried again: %s", chore.__qualname__)


def _delete_old_jobs(now: datetime) -> None:
    Job.objects.ended().filter(ended_at__lt=now - ROW_TTL).delete()


def do_piecework(now: datetime, seconds: float) -> bool:
    """Do the piecework of the apps for some seconds, or until this process is asked to end; whether any is left."""
    until = time.monotonic() + seconds
    for function in registry.all_piecework():
        for _step in function(now):
            if stop_requested.is_set() or time.monotonic() >= until:
                return True
    return False


def delete_expired_scratch_files(now: datetime) -> None:
    """Delete the files of each folder of the scratch storage that are older than `SCRATCH_TTL` allows."""
    for folder, ttl in settings.SCRATCH_TTL.items():
        storage.remove_older(storage.scratch_files(), folder, than=now - ttl)

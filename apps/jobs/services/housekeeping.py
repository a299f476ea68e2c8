"""What a worker does between two jobs: retries jobs whose worker was killed, and deletes what is no longer needed."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.jobs import files, registry
from apps.jobs.models import MAX_RUNNING, ROW_TTL, Job
from apps.jobs.progress import stop_requested
from apps.jobs.services import attempts
from apps.jobs.tasks import enqueue
from apps.web import storage

BATCH_SIZE = 20
TASK_TTL = timedelta(days=1)  # longer than any job runs


def retry_stale(now: datetime) -> None:
    """Retry the jobs of killed workers; one that is just being finished is locked, and left alone."""
    for pk in list(Job.objects.stale(now).values_list("pk", flat=True)):
        with transaction.atomic():
            job = Job.objects.stale(now).select_for_update(skip_locked=True).filter(pk=pk).first()
            if job and attempts.retry(job, at=now):
                enqueue(job.pk)


def enqueue_waiting() -> None:
    """Enqueue jobs that wait without a task, while the queue is empty.

    Their task was lost with a process that was killed, or ran while their owner had enough jobs running. A second task
    of a job does no harm: nobody can claim it twice.
    """
    busy = Job.objects.running().values("owner").annotate(running=Count("pk")).filter(running__gte=MAX_RUNNING)
    waiting = Job.objects.waiting().exclude(owner__in=busy.filter(owner__isnull=False).values("owner"))
    if busy.filter(owner=None).exists():  # all visitors together; SQL finds no NULL with IN
        waiting = waiting.exclude(owner=None)
    for pk in waiting.oldest_first().values_list("pk", flat=True)[:BATCH_SIZE]:
        enqueue(pk)


def do_housekeeping(now: datetime) -> None:
    """Delete expired files, jobs that ended long ago and tasks that have run, and do the chores of the apps."""
    files.delete_expired(now)
    delete_expired_scratch_files(now)
    Job.objects.ended().filter(ended_at__lt=now - ROW_TTL).delete()
    for chore in registry.chores():
        chore(now)
    has_run = ~Q(status=TaskResultStatus.READY)
    DBTaskResult.objects.filter(has_run, started_at__lt=now - TASK_TTL).delete()


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

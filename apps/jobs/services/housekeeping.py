"""Keeps jobs going and their traces few: what a worker does between two jobs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.jobs import files
from apps.jobs.models import MAX_RUNNING, ROW_KEPT, Job
from apps.jobs.services import lifecycle
from apps.jobs.tasks import enqueue
from apps.web import storage

BATCH_SIZE = 20
TASK_KEPT = timedelta(days=1)  # longer than any job runs


def take_up_stale(now: datetime) -> None:
    """Let the jobs of killed workers begin again; one that is just being finished is locked, and left alone."""
    for pk in list(Job.objects.stale(now).values_list("pk", flat=True)):
        with transaction.atomic():
            job = Job.objects.stale(now).select_for_update(skip_locked=True).filter(pk=pk).first()
            if job:
                lifecycle.try_again(job, at=now)


def enqueue_waiting() -> None:
    """Bring a worker to jobs that wait without a task, while the queue is empty.

    Their task was lost with a process that was killed, or came while their owner had enough running. A second task of
    one job does no harm: nobody can claim it twice.
    """
    waiting = Job.objects.waiting().exclude(owner__in=_full().filter(owner__isnull=False))
    if _full().filter(owner=None).exists():  # SQL finds no NULL among others
        waiting = waiting.exclude(owner=None)
    for pk in waiting.oldest_first().values_list("pk", flat=True)[:BATCH_SIZE]:
        enqueue(pk)


def _full() -> Any:
    """Return the owners of whom as many jobs run as may; None among them stands for all visitors."""
    running = Job.objects.running().values("owner").annotate(running=Count("pk"))
    return running.filter(running__gte=MAX_RUNNING).values("owner")


def sweep(now: datetime) -> None:
    """Remove files whose time is over, jobs that ended long ago, and tasks that were run."""
    files.sweep(now)
    remove_old_scratch_files(now)
    Job.objects.over().filter(ended_at__lt=now - ROW_KEPT).delete()
    was_run = ~Q(status=TaskResultStatus.READY)
    DBTaskResult.objects.filter(was_run, started_at__lt=now - TASK_KEPT).delete()


def remove_old_scratch_files(now: datetime) -> None:
    """Remove what nobody has come back for: each folder of the scratch storage has its time in `SCRATCH_TTL`."""
    for folder, ttl in settings.SCRATCH_TTL.items():
        storage.remove_older(storage.scratch_files(), folder, than=now - ttl)

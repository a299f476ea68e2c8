"""The queue: one task per attempt. The state of a job is in its row; a task only makes a worker look at it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.tasks import DEFAULT_TASK_QUEUE_NAME, TaskContext, task

from apps.jobs.models import Job
from apps.jobs.running import run

LONG = "long"  # the queue of jobs that no worker for short jobs takes


@task(takes_context=True)
def run_job(context: TaskContext, pk: str) -> None:
    """Run a job, unless another worker has it or it has ended; then enqueue what can run next."""
    for next_pk in run(UUID(pk)):
        enqueue(next_pk)


def enqueue(pk: UUID) -> None:
    """Queue an attempt at the job once the current transaction is committed."""
    transaction.on_commit(partial(_enqueue, str(pk)))


def _enqueue(pk: str) -> None:
    is_long = Job.objects.filter(pk=pk, is_long=True).exists()
    run_job.using(queue_name=LONG if is_long else DEFAULT_TASK_QUEUE_NAME).enqueue(pk)

"""The queue: one task per attempt. The state of a job is in its row; a task only makes a worker look at it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.tasks import TaskContext, task

from apps.jobs.running import run


@task(takes_context=True)
def run_job(context: TaskContext, pk: str) -> None:
    """Run a job, unless another worker has it or it has ended; then enqueue what can run next."""
    for next_pk in run(UUID(pk)):
        enqueue(next_pk)


def enqueue(pk: UUID) -> None:
    """Queue an attempt at the job once the current transaction is committed."""
    transaction.on_commit(partial(run_job.enqueue, str(pk)))

"""The queue: a task per attempt. What is true of a job stands in its row; a task only brings a worker to it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.tasks import TaskContext, task


@task(takes_context=True)
def run_job(context: TaskContext, pk: str) -> None:
    """Run a job, unless somebody else does or did."""
    from apps.jobs.running import run  # running enqueues the next one

    run(UUID(pk))


def enqueue(pk: UUID) -> None:
    """Bring a worker to the job once the transaction stands."""
    transaction.on_commit(partial(run_job.enqueue, str(pk)))

"""What a worker does to a job. Each change is one conditional update: of two workers only one succeeds."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs.models import MAX_ATTEMPTS, MAX_RUNNING, Job, JobQuerySet

MAX_MESSAGE_LENGTH = 500


@transaction.atomic
def claim(pk: UUID, *, at: datetime) -> Job | None:
    """Take a waiting job to run it; None if it is taken, or if its owner (or all visitors) have enough running.

    That of a deleted account is canceled instead.
    """
    job = Job.objects.waiting().filter(pk=pk).first()
    if job is None:
        return None
    if not lock_jobs_of(job.owner_id):
        end(Job.objects.waiting().filter(pk=pk), Job.State.CANCELED, canceled(), at=at)
        return None
    if Job.objects.running().filter(owner=job.owner_id).count() >= MAX_RUNNING:
        return None
    claimed = (
        Job.objects.waiting()
        .filter(pk=pk)
        .update(state=Job.State.RUNNING, attempts=F("attempts") + 1, started_at=at, heartbeat_at=at, done=0)
    )
    return Job.objects.select_related("owner").get(pk=pk) if claimed else None


def lock_jobs_of(owner_id: int | None) -> bool:
    """Make claims and submissions of an owner wait for one another: two that count at once would both find room.

    Visitors have no row in common. Of two claims for their jobs, each finds the other's job open, or already running.
    False: the owner deleted their account.
    """
    if owner_id:
        owner = User.objects.select_for_update(no_key=True).filter(pk=owner_id, deleted_at=None)
        return owner.values_list("pk").first() is not None
    list(Job.objects.open().filter(owner=None).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return True


def send_heartbeat(job: Job, *, at: datetime, done: int | None = None, total: int | None = None) -> bool:
    """Show that the worker is alive, and how far it is; False: the job was canceled, or is no longer this worker's."""
    progress = {} if done is None or total is None else {"done": done, "total": total}
    attempt = Job.objects.of_attempt(job).filter(cancel_requested=False)
    return bool(attempt.update(heartbeat_at=at, **progress))


def withdraw_cancel(job: Job) -> None:
    """Refuse to cancel a job whose effect has begun."""
    Job.objects.of_attempt(job).filter(cancel_requested=True).update(cancel_requested=False)


def is_current(job: Job) -> bool:
    """Whether the job is still this worker's."""
    return Job.objects.of_attempt(job).exists()


def finish(job: Job, *, message: str, link: str, report: str, result: str, at: datetime) -> None:
    """End a job that is done; `result` is the file name of its download."""
    Job.objects.of_attempt(job).update(
        state=Job.State.DONE,
        done=F("total"),
        message=message,
        link=link,
        report=report,
        result=result,
        heartbeat_at=None,
        ended_at=at,
    )


def release(job: Job, *, at: datetime, is_long: bool = False) -> None:
    """Return a job to the queue because this worker ends, or is not for long jobs; the attempt does not count.

    One that turns out to be long has had no effect yet: where its owner pressed Cancel, that is its end.
    """
    canceling = Job.objects.of_attempt(job).filter(cancel_requested=True)
    if is_long and end(canceling, Job.State.CANCELED, canceled(), at=at):
        return
    _requeue(job, at, attempts=F("attempts") - 1, is_long=is_long or job.is_long)


def retry(job: Job, *, at: datetime) -> bool:
    """Return a job that failed unexpectedly to the queue; False: that was its last attempt, and it has failed."""
    if job.attempts < MAX_ATTEMPTS:
        return _requeue(job, at)
    with translation.override(job.language):
        sentence = _("All three attempts were interrupted. Try again with a smaller file or fewer cards.")
    fail(job, sentence, at=at)
    return False


def _requeue(job: Job, at: datetime, **fields: object) -> bool:
    waiting = {"state": Job.State.WAITING, "started_at": None, "heartbeat_at": None, "requeued_at": at}
    return bool(Job.objects.of_attempt(job).update(**waiting, **fields))


def fail(job: Job, sentence: str, *, at: datetime, report: str = "") -> None:
    """End a job that cannot be done, with a sentence for its owner, and the page of this site where they read it."""
    end(Job.objects.of_attempt(job), Job.State.FAILED, sentence, at=at, report=report)


def cancel(job: Job, *, at: datetime) -> None:
    """End a running job whose owner pressed Cancel."""
    end(Job.objects.of_attempt(job), Job.State.CANCELED, canceled(), at=at)


def canceled() -> str:
    """Return what the owner of a canceled job reads."""
    return _("You canceled this.")


def end(jobs: JobQuerySet, state: Job.State, sentence: str, *, at: datetime, report: str = "") -> int:
    """End these jobs in this state; return how many there were."""
    message = sentence[:MAX_MESSAGE_LENGTH]
    return jobs.update(state=state, message=message, report=report, heartbeat_at=None, ended_at=at)

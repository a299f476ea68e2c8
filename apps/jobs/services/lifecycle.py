"""What a person does with a job: submits it, and cancels it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files import File
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.jobs import files, registry, visitors
from apps.jobs.models import MAX_OPEN, MAX_OPEN_PER_VISITOR, MAX_TITLE_LENGTH, Job
from apps.jobs.services import attempts
from apps.web.http import VisitorRequest

ROW_IS_LOCKED = "55P03"  # for PostgreSQL: by Progress.finishing


class TooManyJobs(Exception):
    """The person has as many open jobs as allowed; the text is for that person."""


def submit(
    owner: User | None,
    kind: str,
    *,
    title: str,
    at: datetime,
    arguments: Mapping[str, object] | None = None,
    upload: File | None = None,
    link: str = "",
) -> Job:
    """Queue a job, with the file that it needs; raises TooManyJobs.

    `link` is the page of this site on which to continue, however the job ends, unless the job itself names another.
    A visitor's job has no owner: `submit_from` stores it in their session.
    """
    arguments = dict(arguments or {})
    registry.check(kind, arguments)
    _refuse_too_many(owner)  # before the file is stored, which nobody shall wait for
    job = Job(owner=owner, kind=kind, title=title[:MAX_TITLE_LENGTH], arguments=arguments, created_at=at, link=link)
    try:
        if upload is not None:
            files.store_upload(job, upload)
        with transaction.atomic():
            attempts.lock_jobs_of(job.owner_id)
            _refuse_too_many(owner)
            job.save(force_insert=True)
    except BaseException:
        files.delete_files(job)
        raise
    return job


def submit_from(
    request: VisitorRequest,
    kind: str,
    *,
    title: str,
    at: datetime,
    arguments: Mapping[str, object] | None = None,
    link: str = "",
) -> Job:
    """Queue a job of the person who sent the request, with or without an account; raises TooManyJobs."""
    if request.user.is_authenticated:
        return submit(request.user, kind, title=title, at=at, arguments=arguments, link=link)
    if visitors.jobs_of(request).open().count() >= MAX_OPEN_PER_VISITOR:
        raise TooManyJobs(_too_many(MAX_OPEN_PER_VISITOR))
    job = submit(None, kind, title=title, at=at, arguments=arguments, link=link)
    visitors.add_to_session(request, job)
    return job


def cancel(job: Job, *, at: datetime) -> bool:
    """Cancel a waiting job now, and a running one at its next report. False: it is just being finished."""
    try:
        with transaction.atomic():
            Job.objects.select_for_update(nowait=True).get(pk=job.pk)
            waiting = Job.objects.waiting().filter(pk=job.pk)
            if not attempts.end(waiting, Job.State.CANCELED, attempts.canceled(), at=at):
                Job.objects.running().filter(pk=job.pk).update(cancel_requested=True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != ROW_IS_LOCKED:  # an outage, or SQLite waited for too long
            raise
        return False
    return True


def _refuse_too_many(owner: User | None) -> None:
    if Job.objects.open().filter(owner=owner).count() >= MAX_OPEN:
        raise TooManyJobs(_too_many(MAX_OPEN) if owner else _too_many_of_visitors())


def _too_many(count: int) -> str:
    return ngettext(
        "You already have %(count)s open job. Wait until it is done, or cancel it.",
        "You already have %(count)s open jobs. Wait until one is done, or cancel one.",
        count,
    ) % {"count": count}


def _too_many_of_visitors() -> str:
    return _("Too many visitors are running background jobs. Try again in a few minutes, or log in.")

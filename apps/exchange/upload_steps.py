"""An upload's next step, which is always a job: it finds out what the file would change, or imports it.

No request reads a file, but for the first rows of a text table, whose options are chosen: the worker does. Each
function returns the URL of the job's page, which leads on to these options, to what will change, or to the report.
"""

from dataclasses import replace
from datetime import datetime

from django.core.files import File
from django.db import transaction

from apps.accounts.models import User
from apps.exchange import uploads
from apps.exchange.jobs import submit_import, submit_plan
from apps.exchange.services.upload_import import check_target
from apps.exchange.uploads import Upload
from apps.jobs.models import page_that_leads_on


def start(person: User, upload: Upload, file: File, *, at: datetime) -> str:
    """Store an upload and let a job read it. Raises CourseNotTaught and TooManyJobs: it is removed."""
    check_target(person, upload)
    uploads.store(person, upload, file)
    try:
        return preview(person, upload, at=at)
    except BaseException:
        uploads.remove(person, upload)
        raise


@transaction.atomic
def preview(person: User, upload: Upload, *, at: datetime) -> str:
    """Let a job find out what an upload would change; it begins once all that was chosen is stored.

    What it would have changed so far is stored until the job is done, which may be canceled. Raises TooManyJobs.
    """
    job = submit_plan(person, upload, at=at)
    problem = upload.problem if upload.report else ""
    uploads.store(person, replace(upload, problem=problem, job=str(job.pk)))
    return page_that_leads_on(job.pk)


@transaction.atomic
def confirm(person: User, upload: Upload, *, at: datetime, fingerprint: str) -> str:
    """Let a job import an upload; it begins once the report is known to be the job's.

    `fingerprint` is that of the changes which its owner confirmed. Raises TooManyJobs and MissingFile.
    """
    with uploads.opened(person, upload) as file:
        job = submit_import(person, upload, file, at=at, fingerprint=fingerprint)
    uploads.finish(person, replace(upload, job=str(job.pk)))
    return page_that_leads_on(job.pk)

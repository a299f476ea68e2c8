"""An upload's next step: the options of a table, the preview of what will change, or a job. Each returns its URL."""

from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.exchange import uploads
from apps.exchange.jobs import submit_import, submit_plan
from apps.exchange.services.upload_import import check_target, plan_upload
from apps.exchange.uploads import Upload, UploadKind
from apps.exchange.work_limit import TakesLong, WorkLimit
from apps.formats.detect import FileKind, kind_of
from apps.formats.problems import Code, ImportProblem
from apps.formats.tables import table_reader
from apps.formats.tables.table_reader import TableOptions, TablePreview

SOLVED_BY_OPTIONS = (Code.ENCODING, Code.QUOTES, Code.OPTIONS)


def start(person: User, upload: Upload, file: File, *, at: datetime) -> str:
    """Store an upload and find its first step. Raises ImportProblem, CourseNotTaught and TooManyJobs: it is removed."""
    check_target(person, upload)
    uploads.store(person, upload, file)
    try:
        if _is_table(person, upload):
            return _to_options(person, upload, at)
        return preview(person, upload, at=at)
    except BaseException:
        uploads.remove(person, upload)
        raise


def preview(person: User, upload: Upload, *, at: datetime) -> str:
    """Find out what an upload would change, or let a job do so for a large one and for one that takes long to read.

    Raises ImportProblem, CourseNotTaught, TooManyJobs and MissingFile.
    """
    if upload.is_read_by_job:
        return _submit_plan(person, upload, at)
    try:
        with uploads.local_file(person, upload) as path:
            report = plan_upload(person, upload, path, WorkLimit.of_request())
    except TakesLong:
        return _submit_plan(person, replace(upload, takes_long=True), at)
    uploads.store(person, replace(upload, report=report))
    return reverse("exchange:plan", args=[upload.pk])


@transaction.atomic
def _submit_plan(person: User, upload: Upload, at: datetime) -> str:
    """Let a job find out what an upload would change; it begins once all that was chosen is stored."""
    job = submit_plan(person, upload, at=at)
    uploads.store(person, replace(upload, report=None, job=str(job.pk)))
    return reverse("jobs:job", args=[job.pk])


def submit_job(person: User, upload: Upload, *, at: datetime, fingerprint: str) -> str:
    """Let an upload be imported in the background; `fingerprint` is that of the changes which its owner confirmed.

    Raises TooManyJobs and MissingFile.
    """
    with uploads.opened(person, upload) as file:
        job = submit_import(person, upload, file, at=at, fingerprint=fingerprint)
    uploads.finish(person, replace(upload, job=str(job.pk)))
    return reverse("jobs:job", args=[job.pk])


def _is_table(person: User, upload: Upload) -> bool:
    if upload.kind == UploadKind.PAGES:
        return False
    with uploads.local_file(person, upload) as path:
        return kind_of(path, upload.name) is FileKind.TABLE


def _to_options(person: User, upload: Upload, at: datetime) -> str:
    """Store the sheets of a table, or let a job read a workbook that holds much.

    Raises ImportProblem for one that no options make readable, and TooManyJobs.
    """
    sheets: tuple[str, ...] = ()
    upload = replace(upload, options=TableOptions())
    try:
        with uploads.opened(person, upload) as file:
            sheets = preview_table(upload, file, TableOptions()).sheets
    except ImportProblem as problem:
        if problem.code is Code.TOO_SLOW:
            return _submit_plan(person, replace(upload, takes_long=True), at)
        if problem.code not in SOLVED_BY_OPTIONS:
            raise
    uploads.store(person, replace(upload, sheets=sheets))
    return reverse("exchange:table", args=[upload.pk])


def preview_table(upload: Upload, file: File, options: TableOptions) -> TablePreview:
    """Return the beginning of a table as a request may read it. Raises ImportProblem, TOO_SLOW for a job's workbook."""
    if upload.first_rows:
        return table_reader.preview_sample(upload.first_rows, upload.name, options)
    limit = settings.IMPORT_JOB_INFLATED_BYTES
    return table_reader.preview_beginning(cast("BinaryIO", file), upload.name, options, limit)

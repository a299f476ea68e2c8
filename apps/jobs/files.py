"""The files of jobs: each job has a folder in the `jobs` storage, with its upload and the result of each attempt."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.files import File

from apps.jobs.models import Job
from apps.web import storage
from apps.web.storage import job_files

ORPHAN_TTL = timedelta(hours=1)  # of files without a job: a request may be about to save it
UUID_PATTERN = re.compile("-".join(f"[0-9a-f]{{{digits}}}" for digits in (8, 4, 4, 4, 12)))


def upload_name(job: Job) -> str:
    """Return the name of the uploaded file in the storage."""
    return f"{job.pk}/upload"


def result_name(job: Job) -> str:
    """Return the name of this attempt's result: a worker that lost the job cannot overwrite that of the next."""
    return f"{job.pk}/result-{job.attempts}"


def store_upload(job: Job, upload: File) -> None:
    """Store the file that was uploaded for the job."""
    storage.write(job_files(), upload_name(job), upload)


def local_upload(job: Job) -> AbstractContextManager[Path]:
    """Give the path of the uploaded file on this machine. Raises MissingFile."""
    return storage.local_copy(job_files(), upload_name(job))


def store_result(job: Job, result: File) -> None:
    """Store the file that this attempt has made."""
    storage.write(job_files(), result_name(job), result)


def open_result(job: Job) -> File:
    """Open the file that the job has made, or raise MissingFile."""
    return storage.open_file(job_files(), result_name(job))


def delete_files(job: Job) -> None:
    """Delete all files of a job."""
    _delete(job.pk, _names(job.pk))


def delete_unneeded(job: Job, now: datetime) -> None:
    """Delete the files of a job that has ended, except for a result that can still be downloaded."""
    if not job.has_result(now):
        delete_files(job)
        return
    for name in _names(job.pk):
        if name != result_name(job):
            job_files().delete(name)


def delete_expired(now: datetime) -> None:
    """Delete what is no longer needed of all jobs that have ended, and old files without a job."""
    folders, _ = _list_root()
    stored = [UUID(folder) for folder in folders if UUID_PATTERN.fullmatch(folder)]
    jobs = Job.objects.in_bulk(stored)
    for pk in stored:
        if pk not in jobs:
            _delete_orphans(pk, now)
        elif not jobs[pk].is_open:
            delete_unneeded(jobs[pk], now)


def _list_root() -> tuple[list[str], list[str]]:
    try:
        return job_files().listdir("")
    except FileNotFoundError:  # no file has been stored yet
        return [], []


def _delete_orphans(pk: UUID, now: datetime) -> None:
    orphans = list(storage.files_below(job_files(), str(pk)))
    if all(file.written_at < now - ORPHAN_TTL for file in orphans):
        _delete(pk, [file.name for file in orphans])


def _names(pk: UUID) -> list[str]:
    return list(storage.names_below(job_files(), str(pk)))


def _delete(pk: UUID, names: Iterable[str]) -> None:
    """Delete the files, then their folder, where the storage has folders."""
    for name in (*names, str(pk)):
        job_files().delete(name)

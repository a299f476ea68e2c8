"""The files of a job: what was uploaded for it, and what it made. Each job has a folder of its own."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File

from apps.jobs.models import Job

FOLDER_OF_NO_JOB_KEPT = timedelta(hours=1)  # its job is perhaps about to be written
UPLOAD = "upload"
NAME = "-".join("[0-9a-f]" * digits for digits in (8, 4, 4, 4, 12))  # of a folder: a UUID, as a pattern


def upload_of(job: Job) -> Path:
    """Return where the file lies that was uploaded for the job."""
    return _folder(job.pk) / UPLOAD


def result_of(job: Job) -> Path:
    """Return where this attempt puts its file: one that was taken from its worker cannot spoil that of the next."""
    return _folder(job.pk) / f"result-{job.attempts}"


def keep_upload(job: Job, upload: File) -> None:
    """Write the upload into the job's folder."""
    upload_of(job).parent.mkdir(parents=True, mode=0o700)
    with upload_of(job).open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)


def remove(job: Job) -> None:
    """Remove the job's folder."""
    shutil.rmtree(_folder(job.pk), ignore_errors=True)


def tidy(job: Job, now: datetime) -> None:
    """Remove what is not needed any more of a job that is over: all but a result that is still kept."""
    if not job.keeps_result(now):
        remove(job)
        return
    for path in _folder(job.pk).glob("*"):
        if path != result_of(job):
            path.unlink(missing_ok=True)


def sweep(now: datetime) -> None:
    """Tidy the folders of all jobs that are over or gone."""
    folders = {UUID(path.name): path for path in settings.JOBS_ROOT.glob(NAME)}
    jobs = Job.objects.in_bulk(folders.keys())
    for pk, path in folders.items():
        if pk not in jobs:
            _remove_if_old(path, now)
        elif not jobs[pk].is_open:
            tidy(jobs[pk], now)


def _remove_if_old(path: Path, now: datetime) -> None:
    if now.timestamp() - path.stat().st_mtime > FOLDER_OF_NO_JOB_KEPT.total_seconds():
        shutil.rmtree(path, ignore_errors=True)


def _folder(pk: UUID) -> Path:
    folder: Path = settings.JOBS_ROOT / str(pk)
    return folder

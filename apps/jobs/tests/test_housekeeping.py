"""What a worker does between two jobs."""

import os
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from apps.jobs.models import Job, Worker
from apps.jobs.progress import Progress
from apps.jobs.running import run
from apps.jobs.services import attempts, housekeeping, lifecycle
from apps.jobs.tests.support.results import result_of, stored_files
from apps.web import storage
from apps.web.tests.support.clock import NOW

LATER = NOW + timedelta(seconds=41)


@pytest.fixture
def folder(storage_folder, request):
    """The folder of the jobs' files."""
    if request.config.getoption("files") == "s3":
        pytest.skip("a bucket has no folders")
    return storage_folder / "jobs"


def states():
    return list(Job.objects.order_by("created_at", "pk").values_list("state", "attempts"))


def test_a_clock_that_was_ahead_hides_no_killed_worker_and_holds_no_job(job):
    ahead = NOW + timedelta(days=1)
    attempts.claim(job.pk, at=ahead)
    Worker.objects.create(name="node:1", is_short=False, seen_at=ahead)
    assert not Worker.objects.alive(NOW).exists()
    housekeeping.retry_stale(NOW)
    assert states() == [("waiting", 1)]


def test_the_job_of_a_worker_without_heartbeat_is_retried(job, marks):
    attempts.claim(job.pk, at=NOW)
    housekeeping.retry_stale(NOW + timedelta(seconds=39))
    assert states() == [("running", 1)]
    housekeeping.retry_stale(LATER)
    assert states() == [("waiting", 1)]
    run(job.pk)
    assert states() == [("done", 2)]
    assert marks() == 1


def test_a_report_is_a_heartbeat(job, clock):
    progress = Progress(attempts.claim(job.pk, at=NOW))
    clock.shift(39)
    progress.report(1, 3)
    housekeeping.retry_stale(LATER)
    assert states() == [("running", 1)]


def test_a_job_that_kills_three_workers_fails(job):
    for attempt in range(3):
        attempts.claim(job.pk, at=NOW + attempt * timedelta(minutes=1))
        housekeeping.retry_stale(LATER + attempt * timedelta(minutes=1))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert job.message.startswith("All three attempts were interrupted.")


def test_a_canceled_job_of_a_killed_worker_ends_when_it_is_retried(job, marks):
    attempts.claim(job.pk, at=NOW)
    lifecycle.cancel(job, at=NOW)
    housekeeping.retry_stale(LATER)
    run(job.pk)
    assert states() == [("canceled", 2)]
    assert marks() == 0


def test_a_result_is_deleted_after_a_day_and_its_job_after_a_month(submit, folder):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    job.refresh_from_db()
    housekeeping.do_housekeeping(NOW + timedelta(hours=23))
    assert result_of(job) == b"x"
    housekeeping.do_housekeeping(NOW + timedelta(hours=25))
    assert list(folder.iterdir()) == []
    assert Job.objects.exists()
    housekeeping.do_housekeeping(NOW + timedelta(days=31))
    assert not Job.objects.exists()


def test_the_files_of_open_jobs_stay_and_old_ones_without_a_job_are_deleted(submit, folder):
    waiting = submit("test_file", upload=ContentFile(b"x"))
    fresh, old = (folder / str(uuid.uuid4()) for _ in range(2))
    for orphan, age in ((fresh, 0), (old, 7200)):
        orphan.mkdir()
        (orphan / "upload").write_bytes(b"x")
        os.utime(orphan / "upload", (NOW.timestamp() - age, NOW.timestamp() - age))
    (folder / "lost+found").mkdir()
    housekeeping.do_housekeeping(NOW)
    assert {path.name for path in folder.iterdir()} == {str(waiting.pk), fresh.name, "lost+found"}


def test_a_canceled_jobs_upload_is_deleted(submit, folder):
    job = submit("test_file", upload=ContentFile(b"x"))
    lifecycle.cancel(job, at=NOW)
    housekeeping.do_housekeeping(NOW)
    assert list(folder.iterdir()) == []


def test_a_new_site_has_nothing_to_delete(folder, db):
    housekeeping.do_housekeeping(NOW)
    assert not folder.exists()


@pytest.mark.usefixtures("s3_files")
def test_files_are_deleted_from_a_storage_without_folders_as_well(submit):
    objects = storage.job_files()
    job = submit("test_file", upload=ContentFile(b"what was uploaded"))
    run(job.pk)
    job.refresh_from_db()
    assert list(storage.names_below(objects, "")) == [f"{job.pk}/result-1"]
    assert result_of(job) == b"what was uploaded"
    housekeeping.do_housekeeping(NOW + timedelta(hours=25))
    assert list(storage.names_below(objects, "")) == []


def test_the_row_of_a_killed_worker_is_deleted_after_a_day(db):
    for name, hours in (("killed", 25), ("busy", 1)):
        Worker.objects.create(name=name, is_short=False, seen_at=NOW - timedelta(hours=hours))
    housekeeping.do_housekeeping(NOW)
    assert Worker.objects.get().name == "busy"


def test_scratch_files_are_deleted_after_the_time_of_their_folder(settings):
    settings.SCRATCH_TTL = {"uploads": timedelta(hours=1), "prints": timedelta(days=7)}
    files = storage.scratch_files()
    for name in ("uploads/1/deck.csv", "prints/a.pdf"):
        storage.write(files, name, b"x")
    written = files.get_modified_time("prints/a.pdf")

    housekeeping.delete_expired_scratch_files(written + timedelta(hours=2))

    assert not files.exists("uploads/1/deck.csv")
    assert files.exists("prints/a.pdf")


def test_a_killed_attempts_file_is_deleted_with_the_job(submit):
    job = submit("test_file", arguments={"text": "x"})
    storage.write(storage.job_files(), f"{job.pk}/result-0", b"unfinished")
    run(job.pk)
    assert stored_files() == ["result-1"]


def test_a_part_that_fails_keeps_no_other_from_being_done(db, monkeypatch, caplog):
    done = []

    def fails(now):
        raise storage.StorageDown("away")

    monkeypatch.setattr(housekeeping.registry, "chores", lambda: [fails, done.append])
    housekeeping.do_housekeeping(NOW)
    assert done == [NOW]
    assert "fails" in caplog.text

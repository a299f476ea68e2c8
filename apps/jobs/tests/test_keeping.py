"""What a worker looks after between two jobs."""

import os
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult

from apps.jobs import files
from apps.jobs.models import Job
from apps.jobs.progress import Progress
from apps.jobs.running import run
from apps.jobs.services import housekeeping, lifecycle
from apps.jobs.tasks import run_job
from conftest import NOW

LATER = NOW + timedelta(seconds=41)


def states():
    return list(Job.objects.order_by("created_at", "pk").values_list("state", "attempts"))


def test_the_job_of_a_silent_worker_begins_again(job, marks, django_capture_on_commit_callbacks):
    lifecycle.claim(job.pk, at=NOW)
    housekeeping.take_up_stale(NOW + timedelta(seconds=39))
    assert states() == [("running", 1)]
    with django_capture_on_commit_callbacks() as callbacks:
        housekeeping.take_up_stale(LATER)
    assert states() == [("waiting", 1)]
    assert len(callbacks) == 1
    run(job.pk)
    assert states() == [("done", 2)]
    assert marks() == 1


def test_a_report_is_a_sign_of_life(job, clock):
    attempt = Progress(lifecycle.claim(job.pk, at=NOW))
    clock.shift(39)
    attempt.report(1, 3)
    housekeeping.take_up_stale(LATER)
    assert states() == [("running", 1)]


def test_a_job_that_kills_three_workers_is_given_up(job):
    for attempt in range(3):
        lifecycle.claim(job.pk, at=NOW + attempt * timedelta(minutes=1))
        housekeeping.take_up_stale(LATER + attempt * timedelta(minutes=1))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message) == ("failed", 3, lifecycle.GIVEN_UP)


def test_a_cancelled_job_of_a_killed_worker_ends_when_it_is_taken_up(job, marks):
    lifecycle.claim(job.pk, at=NOW)
    lifecycle.cancel(job, at=NOW)
    housekeeping.take_up_stale(LATER)
    run(job.pk)
    assert states() == [("cancelled", 2)]
    assert marks() == 0


def test_a_job_whose_task_was_lost_gets_another(submit, classmate, django_capture_on_commit_callbacks):
    jobs = [submit() for _ in range(3)]
    for job in jobs[:2]:
        lifecycle.claim(job.pk, at=NOW)
    lost = submit(owner=classmate)
    with django_capture_on_commit_callbacks() as callbacks:
        housekeeping.enqueue_waiting()
    assert [callback.args for callback in callbacks] == [(str(lost.pk),)]  # the learner has enough running


def test_a_result_goes_after_a_day_and_its_job_after_a_month(submit, place):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    job.refresh_from_db()
    housekeeping.sweep(NOW + timedelta(hours=23))
    assert files.result_of(job).exists()
    housekeeping.sweep(NOW + timedelta(hours=25))
    assert list(place.iterdir()) == []
    assert Job.objects.exists()
    housekeeping.sweep(NOW + timedelta(days=31))
    assert not Job.objects.exists()


def test_the_files_of_open_jobs_stay_and_those_of_nobody_go(submit, place):
    waiting = submit("test_file")
    fresh, old = (place / str(uuid.uuid4()) for _ in range(2))
    for folder in (place / str(waiting.pk), fresh, old):
        folder.mkdir(parents=True)
        (folder / "upload").write_bytes(b"x")
    os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
    (place / "lost+found").mkdir()
    os.utime(old, (NOW.timestamp() - 7200, NOW.timestamp() - 7200))
    housekeeping.sweep(NOW)
    assert {path.name for path in place.iterdir()} == {str(waiting.pk), fresh.name, "lost+found"}


def test_a_cancelled_jobs_upload_goes(submit, place):
    job = submit("test_file", upload=ContentFile(b"x"))
    lifecycle.cancel(job, at=NOW)
    housekeeping.sweep(NOW)
    assert list(place.iterdir()) == []


def test_there_is_nothing_to_sweep_on_a_new_site(place, db):
    housekeeping.sweep(NOW)
    assert not place.exists()


@pytest.mark.parametrize(
    ("status", "hours", "left"), [("SUCCESSFUL", 25, 0), ("RUNNING", 25, 0), ("SUCCESSFUL", 1, 1), ("READY", 25, 1)]
)
def test_tasks_that_have_brought_their_worker_go(db, status, hours, left):
    run_job.enqueue(str(uuid.uuid4()))
    DBTaskResult.objects.update(status=status, started_at=NOW - timedelta(hours=hours))
    housekeeping.sweep(NOW)
    assert DBTaskResult.objects.count() == left

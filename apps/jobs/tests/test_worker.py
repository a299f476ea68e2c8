"""Real workers: processes that are killed in the middle, and threads that claim one job."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from apps.jobs.models import MAX_OPEN, Job, Worker
from apps.jobs.progress import Progress
from apps.jobs.running import run
from apps.jobs.services import attempts, housekeeping, lifecycle, workers
from apps.jobs.tests.support.results import state
from apps.jobs.tests.support.workers import MAX_WAIT_SECONDS, worker
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "within"])
def test_a_job_whose_worker_is_killed_is_done_within_a_minute_and_once(submit, marks, tmp_path, when):
    signal_file = tmp_path / "started"
    job = submit("test_linger", arguments={"when": when, "signal_file": str(signal_file)})
    with worker() as first:
        wait_until(signal_file.exists, MAX_WAIT_SECONDS)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (state(job), marks()) == ("running", 0)
    with worker(stale=1):
        wait_until(lambda: state(job) == "done", MAX_WAIT_SECONDS)
    assert (job.attempts, marks()) == (2, 1)


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_returns_its_job_to_the_queue(submit, tmp_path):
    signal_file = tmp_path / "started"
    job = submit("test_linger", arguments={"when": "before", "signal_file": str(signal_file)})
    with worker() as first:
        wait_until(signal_file.exists, MAX_WAIT_SECONDS)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=MAX_WAIT_SECONDS) == 0
    assert (state(job), job.attempts) == ("waiting", 0)
    with worker() as second:
        wait_until(lambda: state(job) == "done", MAX_WAIT_SECONDS)
        second.send_signal(signal.SIGINT)
        assert second.wait(timeout=MAX_WAIT_SECONDS) == 0
    assert job.attempts == 1


def test_a_worker_shows_itself_whatever_its_job_does_until_it_has_ended(monkeypatch):
    monkeypatch.setattr(workers, "SHOW_SECONDS", 0.05)
    presence = workers.Presence(is_short=False)
    presence.begin()  # from here on, this thread is busy with a job
    for _time in range(2):
        wait_until(Worker.objects.filter(name=presence.name, is_short=False).exists, MAX_WAIT_SECONDS)
        Worker.objects.all().delete()
    presence.end()
    assert not Worker.objects.exists()


@pytest.mark.slow
def test_a_job_that_hangs_times_out_and_the_next_one_runs(submit, marks):
    hanging, next_one = submit("test_hang"), submit(at=NOW + timedelta(seconds=1))
    with worker("--timeout", "1"):
        wait_until(lambda: state(next_one) == "done", MAX_WAIT_SECONDS)
    assert (state(hanging), hanging.attempts, marks()) == ("failed", 1, 1)
    assert hanging.message.startswith("This took too long")


@pytest.mark.slow
def test_a_worker_exits_with_the_server(job):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with worker("--exit-with", str(server.pid)) as with_server:
        wait_until(lambda: state(job) == "done", MAX_WAIT_SECONDS)
        assert with_server.poll() is None
        server.kill()
        server.wait()
        assert with_server.wait(timeout=MAX_WAIT_SECONDS) == 0


def in_threads(work, each):
    """Run the work in threads that start together, each with its own connection; return what they returned."""
    barrier = Barrier(len(each))

    def run(item):
        barrier.wait(timeout=30)
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(run, each))


def test_six_workers_that_claim_one_job_have_one_effect(job, marks):
    in_threads(run, [job.pk] * THREADS)
    assert (state(job), job.attempts, marks()) == ("done", 1, 1)


def test_a_cancel_while_the_database_is_away_is_an_outage_and_not_too_late(job, monkeypatch):
    monkeypatch.setattr(attempts, "end", lambda *_arguments, **_more: (_ for _ in ()).throw(OperationalError("gone")))
    with pytest.raises(OperationalError):
        lifecycle.cancel(job, at=NOW)


def test_six_workers_with_six_jobs_of_a_person_run_two(submit):
    jobs = [submit().pk for _ in range(THREADS)]
    claimed = in_threads(lambda pk: attempts.claim(pk, at=NOW), jobs)
    assert sum(job is not None for job in claimed) == 2
    assert Job.objects.running().count() == 2


@pytest.mark.parametrize("visits", [False, True])
def test_six_submissions_where_there_is_room_for_two_are_two(submit, learner, visits):
    owner = None if visits else learner
    for _ in range(MAX_OPEN - 2):
        submit(owner=owner)

    def submit_another(_number):
        with suppress(lifecycle.TooManyJobs):
            return submit(owner=owner)

    accepted = in_threads(submit_another, range(THREADS))
    assert sum(job is not None for job in accepted) == 2
    assert Job.objects.open().count() == MAX_OPEN


def test_a_cancel_at_the_same_moment_is_in_time_or_too_late_but_never_in_between(job, marks):
    in_threads(lambda each: each(), [lambda: run(job.pk), lambda: lifecycle.cancel(job, at=NOW)])
    assert (state(job), marks()) in [("done", 1), ("canceled", 0)]


def test_a_job_that_is_just_being_finished_cannot_be_canceled_or_retried(job):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite cannot lock a single row: a cancel waits for the whole database, or comes too late.")
    progress, later = Progress(attempts.claim(job.pk, at=NOW)), NOW + timedelta(minutes=5)
    with progress.finishing():
        work = [lambda: lifecycle.cancel(job, at=later), lambda: housekeeping.retry_stale(later)]
        canceled, _ = in_threads(lambda each: each(), work)
    assert not canceled
    assert (state(job), job.attempts) == ("done", 1)


def test_six_workers_with_six_jobs_of_visitors_run_two(submit):
    jobs = [submit(owner=None).pk for _ in range(THREADS)]
    claimed = in_threads(lambda pk: attempts.claim(pk, at=NOW), jobs)
    assert sum(job is not None for job in claimed) == 2

"""Real workers: processes that are killed in the middle, and threads that reach for one job."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from apps.jobs.models import Job
from apps.jobs.progress import Progress
from apps.jobs.running import run
from apps.jobs.services import housekeeping, lifecycle
from conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6
PATIENCE = 60  # seconds: the promise of docs/jobs.md
WORKER = """
import json, sys
from pathlib import Path
import django
from django.conf import settings
name, root, stale, *arguments = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = name
settings.JOBS_ROOT = Path(root)
settings.JOBS_STALE_SECONDS = stale
django.setup()
from apps.jobs.tests import kinds
from django.core.management import call_command
call_command("work", *arguments)
"""


@contextmanager
def worker(*arguments, stale=40):
    """Start a worker on the database of the tests, and kill it in the end."""
    told = json.dumps([str(connection.settings_dict["NAME"]), str(settings.JOBS_ROOT), stale, *arguments])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ditcards.settings"}
    process = subprocess.Popen([sys.executable, "-c", WORKER, told], env=environment)  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(fact):
    """Wait for a fact. (The tests' clock stands; that of the processor goes on.)"""
    for _ in range(PATIENCE * 20):
        if fact():
            return
        time.sleep(0.05)
    pytest.fail("It did not come about within a minute.")


def state(job):
    job.refresh_from_db()
    return job.state


@pytest.mark.slow
@pytest.mark.parametrize("place", ["before", "within"])
def test_a_job_whose_worker_is_killed_is_done_within_a_minute_and_once(submit, marks, tmp_path, place):
    sign = tmp_path / "sign"
    job = submit("test_linger", arguments={"place": place, "sign": str(sign)})
    with worker() as first:
        until(sign.exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (state(job), marks()) == ("running", 0)
    with worker(stale=1):
        until(lambda: state(job) == "done")
    assert (job.attempts, marks()) == (2, 1)


@pytest.mark.slow
def test_a_worker_that_is_asked_to_end_gives_its_job_back(submit, tmp_path):
    sign = tmp_path / "sign"
    job = submit("test_linger", arguments={"place": "before", "sign": str(sign)})
    with worker() as first:
        until(sign.exists)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=PATIENCE) == 0
    assert (state(job), job.attempts) == ("waiting", 0)
    with worker() as second:
        until(lambda: state(job) == "done")
        second.send_signal(signal.SIGINT)
        assert second.wait(timeout=PATIENCE) == 0
    assert job.attempts == 1


@pytest.mark.slow
def test_a_job_that_hangs_is_given_up_and_the_next_one_runs(submit, marks):
    hangs, next_one = submit("test_hang"), submit()
    with worker("--limit", "1"):
        until(lambda: state(next_one) == "done")
    assert (state(hangs), hangs.attempts, marks()) == ("failed", 1, 1)
    assert hangs.message.startswith("This took too long")


@pytest.mark.slow
def test_a_worker_ends_with_the_server_beside_it(job):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with worker("--beside", str(server.pid)) as beside:
        until(lambda: state(job) == "done")
        assert beside.poll() is None
        server.kill()
        server.wait()
        assert beside.wait(timeout=PATIENCE) == 0


def at_once(work, each):
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


def test_six_workers_that_reach_for_a_job_have_one_effect(job, marks):
    at_once(run, [job.pk] * THREADS)
    assert (state(job), job.attempts, marks()) == ("done", 1, 1)


def test_six_workers_with_six_jobs_of_a_person_run_two(submit):
    jobs = [submit().pk for _ in range(THREADS)]
    claimed = at_once(lambda pk: lifecycle.claim(pk, at=NOW), jobs)
    assert sum(job is not None for job in claimed) == 2
    assert Job.objects.running().count() == 2


def test_a_cancel_at_the_same_moment_comes_in_time_or_too_late_but_never_in_between(job, marks):
    at_once(lambda each: each(), [lambda: run(job.pk), lambda: lifecycle.cancel(job, at=NOW)])
    assert (state(job), marks()) in [("done", 1), ("cancelled", 0)]


def test_a_job_that_is_just_being_finished_cannot_be_cancelled_or_taken_up(job):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite locks no single row: who cancels waits for the whole database, or is told it is too late.")
    attempt, later = Progress(lifecycle.claim(job.pk, at=NOW)), NOW + timedelta(minutes=5)
    with attempt.finishing():
        work = [lambda: lifecycle.cancel(job, at=later), lambda: housekeeping.take_up_stale(later)]
        cancelled, _ = at_once(lambda each: each(), work)
    assert not cancelled
    assert (state(job), job.attempts) == ("done", 1)


def test_six_workers_with_six_jobs_of_visitors_run_two(submit):
    jobs = [submit(owner=None).pk for _ in range(THREADS)]
    claimed = at_once(lambda pk: lifecycle.claim(pk, at=NOW), jobs)
    assert sum(job is not None for job in claimed) == 2

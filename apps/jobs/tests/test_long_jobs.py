"""A job that is long: what workers for short ones leave to others, and what is continued where it began."""

import signal

import pytest

from apps.jobs import progress
from apps.jobs.management.commands import work
from apps.jobs.models import Job
from apps.jobs.progress import JobLost, Progress
from apps.jobs.running import claim_next, run
from apps.jobs.services import attempts, lifecycle
from apps.jobs.tests.support.results import state
from apps.web.tests.support.clock import NOW


@pytest.fixture
def short_worker(monkeypatch):
    """Let this process be a worker for short jobs, in which every job is long."""
    monkeypatch.setattr(progress, "SHORT_SECONDS", -1)
    progress.only_short.set()
    yield
    progress.only_short.clear()


def test_a_job_that_took_too_long_fails_whatever_time_it_takes_to_note_that(submit, monkeypatch):
    """The timer rings again and again: what is noted about the job must be outside of it."""
    job, fail, armed = submit("test_ring"), attempts.fail, []
    monkeypatch.setattr(work, "GRACE_SECONDS", 600)

    def fail_slowly(*arguments, **options):
        armed.append(signal.getitimer(signal.ITIMER_REAL))
        fail(*arguments, **options)

    monkeypatch.setattr(attempts, "fail", fail_slowly)
    before = signal.signal(signal.SIGALRM, work._time_out)
    try:
        work._run_next(600)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert (state(job), job.attempts) == ("failed", 1)
    assert armed == [(0, 0)]


def test_a_long_job_leaves_the_worker_for_short_ones_to_others(job, marks, short_worker):
    run(job.pk)
    assert (state(job), job.is_long, job.attempts, marks()) == ("waiting", True, 0, 0)
    assert claim_next(NOW, with_long=False) is None
    assert claim_next(NOW, with_long=True) == job


def test_a_long_job_begins_again_elsewhere(job, marks, short_worker):
    run(job.pk)
    progress.only_short.clear()
    run(job.pk)
    assert (state(job), job.attempts, marks()) == ("done", 1, 1)


def test_a_job_that_turns_out_to_be_long_after_it_was_canceled_has_ended(job, marks):
    attempt = attempts.claim(job.pk, at=NOW)
    lifecycle.cancel(job, at=NOW)
    attempts.release(attempt, at=NOW, is_long=True)
    assert (state(job), job.message) == ("canceled", "You canceled this.")


def test_an_effect_that_has_begun_is_finished_where_it_is_and_cannot_be_canceled(job, short_worker):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    attempt.report_begun(1, 2)
    with attempt.finishing():
        pass
    assert state(job) == "done"


def test_an_effect_that_has_begun_is_not_continued_in_two_workers(job):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    attempts.release(attempt.job, at=NOW)
    with pytest.raises(JobLost):
        attempt.report_begun(1, 2)

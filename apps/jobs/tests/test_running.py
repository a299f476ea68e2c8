"""A job from its submission to its end."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from apps.accounts.services.delete_account import delete_account
from apps.jobs import progress, registry
from apps.jobs.models import MAX_OPEN, Job
from apps.jobs.progress import JobCanceled, JobLost, Progress, WorkerStopped
from apps.jobs.running import run
from apps.jobs.services import attempts, lifecycle
from apps.jobs.tests.support.results import result_of, state, stored_files
from apps.web.tests.support.clock import NOW


def test_a_job_is_done_with_its_effect_and_a_message(job, marks):
    assert state(job) == "waiting"
    run(job.pk)
    assert state(job) == "done"
    assert (job.done, job.total, job.attempts, job.message, job.link) == (3, 3, 1, "3 parts are marked.", "/courses/")
    assert (job.started_at, job.ended_at, job.heartbeat_at) == (NOW, NOW, None)
    assert marks() == 1


def test_a_job_reports_in_the_language_in_which_it_was_started(submit, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    with translation.override("de"):
        job = submit("test_language")
    run(job.pk)
    assert state(job) == "done"
    assert job.message == "de"
    assert translation.get_language() == "en"


def test_running_a_job_again_changes_nothing(job, marks):
    for _ in range(3):
        run(job.pk)
    assert marks() == 1
    assert job.attempts == 0
    assert state(job) == "done"
    assert job.attempts == 1


def test_a_deleted_job_is_not_an_error(job):
    Job.objects.all().delete()
    run(job.pk)


def test_a_job_of_a_deleted_account_never_runs_and_waits_no_longer(job, marks):
    delete_account(job.owner, at=NOW)
    run(job.pk)
    assert (state(job), marks()) == ("canceled", 0)


def test_an_upload_is_deleted_with_the_end_of_its_job_and_the_result_stays(submit):
    job = submit("test_file", upload=ContentFile(b"what was uploaded"))
    assert stored_files() == ["upload"]
    run(job.pk)
    assert state(job) == "done"
    assert job.result == "text.txt"
    assert result_of(job) == b"what was uploaded"
    assert stored_files() == ["result-1"]


def test_work_that_cannot_be_done_fails_at_once_with_its_sentence(submit):
    job = submit("test_refuse", upload=ContentFile(b"x"))
    run(job.pk)
    assert state(job) == "failed"
    assert (job.attempts, job.message) == (1, "Line 3: a question without an answer.")
    assert stored_files() == []


def test_what_fails_unexpectedly_is_attempted_three_times(submit, marks, caplog):
    job = submit("test_break")
    for attempt in (1, 2):
        run(job.pk)
        assert (state(job), job.attempts) == ("waiting", attempt)
    run(job.pk)
    assert (state(job), job.attempts) == ("failed", 3)
    assert marks() == 0
    assert caplog.text.count("failed unexpectedly.") == 3


def test_a_kind_that_was_removed_fails_with_a_sentence(job):
    Job.objects.update(kind="forgotten")
    run(job.pk)
    assert (state(job), job.message) == ("failed", "This site no longer supports this kind of job.")


def test_a_job_of_an_unknown_kind_is_refused(submit):
    with pytest.raises(ValueError, match="no job 'nothing'"):
        submit("nothing")
    with pytest.raises(ValueError, match="progress"):
        submit(arguments={"progress": 1})
    assert not Job.objects.exists()


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="Two kinds"):
        registry.job("test_mark")(print)


def test_a_job_that_is_refused_leaves_no_file(submit):
    with pytest.raises(IntegrityError), transaction.atomic():
        submit(at=None, upload=ContentFile(b"x"))
    assert stored_files() == []


def test_a_person_cannot_fill_the_queue(submit):
    for _ in range(MAX_OPEN):
        submit()
    with pytest.raises(lifecycle.TooManyJobs, match="You already have 20 open jobs"):
        submit()


def test_a_waiting_job_is_canceled_at_once(job, marks):
    assert lifecycle.cancel(job, at=NOW)
    assert (state(job), job.message, job.ended_at) == ("canceled", "You canceled this.", NOW)
    run(job.pk)
    assert marks() == 0


def test_a_running_job_is_canceled_at_its_next_report(job):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    attempt.report(1, 3)
    assert lifecycle.cancel(job, at=NOW)
    assert (state(job), job.cancel_requested) == ("running", True)
    with pytest.raises(JobCanceled):
        attempt.report(2, 3)
    assert job.done == 1


def test_a_running_job_is_canceled_before_its_effect(job, marks, monkeypatch):
    def function(progress, **arguments):
        lifecycle.cancel(progress.job, at=NOW)
        with progress.finishing():
            pytest.fail("there must be no effect")

    monkeypatch.setattr(registry, "function_of", lambda kind: function)
    run(job.pk)
    assert (state(job), job.message) == ("canceled", "You canceled this.")


def test_what_has_ended_cannot_be_canceled(job):
    run(job.pk)
    lifecycle.cancel(job, at=NOW)
    assert (state(job), job.cancel_requested) == ("done", False)


def test_a_worker_that_lost_its_job_has_no_effect(job, clock):
    first = Progress(attempts.claim(job.pk, at=NOW))
    attempts.retry(first.job, at=NOW)
    second = Progress(attempts.claim(job.pk, at=NOW))
    with pytest.raises(JobLost):
        first.report(1, 3)
    with pytest.raises(JobLost), first.finishing():
        pytest.fail("there must be no effect")
    with second.finishing():
        pass
    assert (state(job), job.attempts) == ("done", 2)


def test_a_stopped_worker_returns_its_job_to_the_queue_and_the_attempt_does_not_count(job, marks):
    progress.stop_requested.set()
    run(job.pk)
    assert (state(job), job.attempts, marks()) == ("waiting", 0, 0)
    progress.stop_requested.clear()
    run(job.pk)
    assert (state(job), marks()) == ("done", 1)


def test_a_worker_stops_at_the_next_report(job):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    progress.stop_requested.set()
    with pytest.raises(WorkerStopped):
        attempt.report(1)


def test_impossible_reports_are_limited_to_what_is_possible(job):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    for done, total, saved in [(5, 3, (3, 3)), (-1, 3, (0, 3)), (4, 0, (0, 0)), (1, -2, (0, 0))]:
        attempt.report(done, total)
        job.refresh_from_db()
        assert (job.done, job.total) == saved


def test_reports_in_quick_succession_write_once(job, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0.5)
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    with django_assert_num_queries(1):
        for done in range(100):
            attempt.report(done, 100)


def test_a_report_while_finishing_writes_nothing(job, django_assert_num_queries):
    attempt = Progress(attempts.claim(job.pk, at=NOW))
    with attempt.finishing(), django_assert_num_queries(0):
        attempt.report(1, 3)


def test_two_jobs_of_a_person_run_at_a_time_and_a_classmates_too(submit, classmate):
    jobs = [submit() for _ in range(3)]
    claimed = [attempts.claim(job.pk, at=NOW) for job in jobs]
    assert [bool(job) for job in claimed] == [True, True, False]
    assert attempts.claim(submit(owner=classmate).pk, at=NOW)
    attempts.fail(claimed[0], "No.", at=NOW)
    assert attempts.claim(jobs[2].pk, at=NOW)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "lost"}, "jobs_job_state_is_known"),
        ({"attempts": 4}, "jobs_job_attempts_are_bounded"),
        ({"done": 1}, "jobs_job_done_is_within_total"),
        ({"ended_at": NOW}, "jobs_job_has_ended_at_when_ended"),
        ({"heartbeat_at": NOW}, "jobs_job_has_heartbeat_while_running"),
        ({"result": "a.txt"}, "jobs_job_has_result_only_when_done"),
    ],
)
def test_the_database_refuses(job, change, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.update(**change)


def test_a_result_can_be_downloaded_for_a_day(submit):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    job.refresh_from_db()
    assert job.has_result(NOW + timedelta(hours=23))
    assert not job.has_result(NOW + timedelta(hours=24))


def test_a_job_whose_upload_is_missing_fails_with_a_sentence(submit):
    job = submit("test_file")
    run(job.pk)
    assert (state(job), job.attempts) == ("failed", 1)
    assert job.message == "The uploaded file is no longer here. Upload it again."

"""A job from its submission to its end."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from apps.jobs import files, progress, registry
from apps.jobs.models import MAX_OPEN, Job
from apps.jobs.progress import Cancelled, Lost, Progress, Stopped
from apps.jobs.running import run
from apps.jobs.services import lifecycle
from conftest import NOW


def state(job):
    job.refresh_from_db()
    return job.state


def test_a_job_is_done_with_its_effect_and_says_what_came_of_it(job, marks):
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


def test_a_job_that_nobody_knows_any_more_is_no_error(job):
    Job.objects.all().delete()
    run(job.pk)


def test_a_file_that_came_with_the_job_goes_and_its_result_stays(submit, place):
    job = submit("test_file", upload=ContentFile(b"what was uploaded"))
    assert files.upload_of(job).read_bytes() == b"what was uploaded"
    run(job.pk)
    assert state(job) == "done"
    assert job.result == "text.txt"
    assert files.result_of(job).read_bytes() == b"what was uploaded"
    assert [path.name for path in (place / str(job.pk)).iterdir()] == ["result-1"]


def test_work_that_cannot_be_done_fails_at_once_with_its_sentence(submit, place):
    job = submit("test_refuse", upload=ContentFile(b"x"))
    run(job.pk)
    assert state(job) == "failed"
    assert (job.attempts, job.message) == (1, "Line 3: a question without an answer.")
    assert list(place.iterdir()) == []


def test_what_breaks_off_is_begun_three_times_and_given_up(submit, marks, caplog):
    job = submit("test_break")
    for attempt in (1, 2):
        run(job.pk)
        assert (state(job), job.attempts) == ("waiting", attempt)
    run(job.pk)
    assert (state(job), job.attempts, job.message) == ("failed", 3, lifecycle.GIVEN_UP)
    assert marks() == 0
    assert caplog.text.count("broke off.") == 3


def test_a_kind_that_has_left_the_program_fails_with_a_sentence(job):
    Job.objects.update(kind="forgotten")
    run(job.pk)
    assert (state(job), job.message) == ("failed", "This site cannot do this kind of work any more.")


def test_a_job_of_no_kind_is_not_taken(submit, place):
    with pytest.raises(ValueError, match="no job 'nothing'"):
        submit("nothing")
    with pytest.raises(ValueError, match="progress"):
        submit(arguments={"progress": 1})
    assert not Job.objects.exists()


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="two kinds"):
        registry.job("test_mark")(print)


def test_a_job_that_is_refused_leaves_no_file(submit, place):
    with pytest.raises(IntegrityError), transaction.atomic():
        submit(at=None, upload=ContentFile(b"x"))
    assert list(place.iterdir()) == []


def test_a_person_cannot_fill_the_queue(submit):
    for _ in range(MAX_OPEN):
        submit()
    with pytest.raises(lifecycle.TooManyJobs, match="Wait until some are"):
        submit()


def test_a_waiting_job_is_cancelled_at_once(job, marks):
    assert lifecycle.cancel(job, at=NOW)
    assert (state(job), job.message, job.ended_at) == ("cancelled", lifecycle.CANCELLED, NOW)
    run(job.pk)
    assert marks() == 0


def test_a_running_job_is_cancelled_at_its_next_report(job):
    held = lifecycle.claim(job.pk, at=NOW)
    attempt = Progress(held)
    attempt.report(1, 3)
    assert lifecycle.cancel(job, at=NOW)
    assert (state(job), job.cancel_requested) == ("running", True)
    with pytest.raises(Cancelled):
        attempt.report(2, 3)
    assert job.done == 1


def test_a_running_job_is_cancelled_before_its_effect(job, marks, monkeypatch):
    def body(progress, **arguments):
        lifecycle.cancel(progress.job, at=NOW)
        with progress.finishing():
            pytest.fail("there must be no effect")

    monkeypatch.setattr(registry, "body_of", lambda kind: body)
    run(job.pk)
    assert (state(job), job.message) == ("cancelled", lifecycle.CANCELLED)


def test_what_is_over_cannot_be_cancelled(job):
    run(job.pk)
    lifecycle.cancel(job, at=NOW)
    assert (state(job), job.cancel_requested) == ("done", False)


def test_a_worker_whose_job_was_taken_over_has_no_effect(job, clock):
    first = Progress(lifecycle.claim(job.pk, at=NOW))
    lifecycle.try_again(first.job, at=NOW)
    second = Progress(lifecycle.claim(job.pk, at=NOW))
    with pytest.raises(Lost):
        first.report(1, 3)
    with pytest.raises(Lost), first.finishing():
        pytest.fail("there must be no effect")
    with second.finishing():
        pass
    assert (state(job), job.attempts) == ("done", 2)


def test_a_worker_that_ends_gives_its_job_back_and_the_attempt_does_not_count(job, marks):
    progress.stop.set()
    run(job.pk)
    assert (state(job), job.attempts, marks()) == ("waiting", 0, 0)
    progress.stop.clear()
    run(job.pk)
    assert (state(job), marks()) == ("done", 1)


def test_a_worker_that_ends_is_told_at_the_next_report(job):
    attempt = Progress(lifecycle.claim(job.pk, at=NOW))
    progress.stop.set()
    with pytest.raises(Stopped):
        attempt.report(1)


def test_reports_that_make_no_sense_are_brought_within_bounds(job):
    attempt = Progress(lifecycle.claim(job.pk, at=NOW))
    for done, total, kept in [(5, 3, (3, 3)), (-1, 3, (0, 3)), (4, 0, (0, 0)), (1, -2, (0, 0))]:
        attempt.report(done, total)
        job.refresh_from_db()
        assert (job.done, job.total) == kept


def test_reports_in_quick_succession_write_once(job, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0.5)
    attempt = Progress(lifecycle.claim(job.pk, at=NOW))
    with django_assert_num_queries(1):
        for done in range(100):
            attempt.report(done, 100)


def test_a_report_within_the_end_writes_nothing(job, django_assert_num_queries):
    attempt = Progress(lifecycle.claim(job.pk, at=NOW))
    with attempt.finishing(), django_assert_num_queries(0):
        attempt.report(1, 3)


def test_two_jobs_of_a_person_run_at_a_time_and_a_classmates_too(submit, classmate):
    jobs = [submit() for _ in range(3)]
    claimed = [lifecycle.claim(job.pk, at=NOW) for job in jobs]
    assert [bool(job) for job in claimed] == [True, True, False]
    assert lifecycle.claim(submit(owner=classmate).pk, at=NOW)
    lifecycle.fail(claimed[0], "No.", at=NOW)
    assert lifecycle.claim(jobs[2].pk, at=NOW)


def test_when_a_job_ends_its_owners_next_one_gets_its_turn(submit, django_capture_on_commit_callbacks, monkeypatch):
    first, second = submit(), submit()
    with django_capture_on_commit_callbacks() as callbacks:
        run(first.pk)
    assert [callback.args for callback in callbacks] == [(str(second.pk),)]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "lost"}, "jobs_job_state_is_known"),
        ({"attempts": 4}, "jobs_job_attempts_are_bounded"),
        ({"done": 1}, "jobs_job_done_is_within_total"),
        ({"ended_at": NOW}, "jobs_job_ends_when_it_is_over"),
        ({"heartbeat_at": NOW}, "jobs_job_beats_while_it_runs"),
        ({"result": "a.txt"}, "jobs_job_result_when_done"),
    ],
)
def test_the_database_refuses(job, change, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.update(**change)


def test_a_result_is_kept_for_a_day(submit):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    job.refresh_from_db()
    assert job.keeps_result(NOW + timedelta(hours=23))
    assert not job.keeps_result(NOW + timedelta(hours=24))

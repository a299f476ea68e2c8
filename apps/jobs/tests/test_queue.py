"""In which order jobs are run: nobody's many jobs make others wait."""

from datetime import timedelta

import pytest

from apps.jobs import queue, registry
from apps.jobs.models import MAX_RUNNING, Job
from apps.jobs.running import claim_next
from apps.jobs.services import attempts
from apps.web.tests.support.clock import NOW


def waiting(*jobs):
    """Return unsaved jobs of these owners and kinds, one submitted after the other."""
    return [
        Job(owner_id=owner, kind=kind, title=f"{owner}{kind}", created_at=NOW + timedelta(seconds=second))
        for second, (owner, kind) in enumerate(jobs)
    ]


@pytest.fixture(autouse=True)
def short_kind(monkeypatch):
    monkeypatch.setattr(registry, "_short", {"export"})


@pytest.mark.parametrize(
    ("jobs", "turns", "order"),
    [
        pytest.param([(1, "print"), (1, "print"), (2, "print")], {}, "1print 2print 1print", id="each in turn"),
        pytest.param([(1, "print"), (2, "export")], {}, "2export 1print", id="in one round, short kinds first"),
        pytest.param([(1, "print"), (1, "export")], {}, "1export 1print", id="of one person, short kinds first"),
        pytest.param([(1, "export"), (2, "print")], {1: 2}, "2print 1export", id="who had turns lets others go first"),
        pytest.param([(None, "print"), (None, "print"), (2, "print")], {}, "Noneprint 2print Noneprint", id="visitors"),
    ],
)
def test_jobs_are_run_in_turn(jobs, turns, order):
    assert " ".join(job.title for job in queue.in_turn(waiting(*jobs), turns)) == order


def test_who_exports_all_the_time_does_not_keep_another_from_printing(submit, classmate):
    print_job = submit("test_mark", owner=classmate, at=NOW)
    served = []
    for minute in range(3):
        now = NOW + timedelta(minutes=minute)
        submit("export_deck", at=now)
        job = claim_next(now, with_long=True)
        attempts.finish(job, message="", link="", report="", result="", at=now)
        served.append(job)
    assert print_job in served[:2]


def test_ten_prints_of_one_person_keep_no_export_of_another_waiting(submit, classmate):
    """A worker for short jobs gives each print away after ten seconds, and another one prints: what comes is next."""
    for second in range(10):
        submit("test_mark", at=NOW + timedelta(seconds=second))
    now = NOW + timedelta(minutes=1)
    printing, tried = claim_next(now, with_long=True), claim_next(now, with_long=False)
    assert printing
    export = submit("test_file", owner=classmate, at=now)
    attempts.release(tried, at=now + timedelta(seconds=10), is_long=True)
    assert claim_next(now + timedelta(seconds=10), with_long=False) == export


def test_a_turn_is_forgotten_after_ten_minutes(submit, classmate):
    attempts.finish(attempts.claim(submit().pk, at=NOW), message="", link="", report="", result="", at=NOW)
    older, newer = submit(at=NOW), submit(owner=classmate, at=NOW + timedelta(seconds=1))
    assert queue.runnable(NOW + timedelta(minutes=9), with_long=True) == [newer, older]
    assert queue.runnable(NOW + timedelta(minutes=11), with_long=True) == [older, newer]


def test_who_has_two_jobs_running_lets_all_others_go_first(submit, classmate):
    for _ in range(2):
        attempts.claim(submit().pk, at=NOW)
    submit(at=NOW)
    of_another = submit(owner=classmate, at=NOW + timedelta(seconds=1))
    assert queue.runnable(NOW, with_long=True) == [of_another]


def test_who_has_one_job_running_may_have_a_second(submit):
    attempts.claim(submit().pk, at=NOW)
    second = submit()
    assert queue.runnable(NOW, with_long=True) == [second]


def test_a_job_waits_from_its_creation_or_its_last_return_on(submit, classmate):
    returned = submit(at=NOW - timedelta(hours=1))
    submit(owner=classmate, at=NOW - timedelta(minutes=2))
    Job.objects.filter(pk=returned.pk).update(requeued_at=NOW - timedelta(minutes=1))
    assert queue.longest_wait(NOW) == timedelta(minutes=2)


def test_who_waits_for_their_own_jobs_waits_for_no_worker(submit):
    before = NOW - timedelta(hours=1)
    running = [attempts.claim(submit(at=before).pk, at=before) for _ in range(MAX_RUNNING)]
    submit(at=before)
    assert queue.longest_wait(NOW) == timedelta(0)
    attempts.fail(running[0], "No.", at=NOW - timedelta(seconds=3))
    assert queue.longest_wait(NOW) == timedelta(seconds=3)


def test_the_end_of_another_job_hides_no_wait_of_who_had_room_for_both(submit):
    submit(at=NOW - timedelta(hours=1))
    attempts.fail(attempts.claim(submit().pk, at=NOW - timedelta(seconds=9)), "No.", at=NOW - timedelta(seconds=2))
    assert queue.longest_wait(NOW) == timedelta(hours=1)


def test_a_visitors_job_that_waits_is_not_forgotten_for_an_account_that_ended_one(submit):
    attempts.fail(attempts.claim(submit().pk, at=NOW), "No.", at=NOW)
    submit(owner=None, at=NOW - timedelta(minutes=2))
    assert queue.longest_wait(NOW) == timedelta(minutes=2)


def test_a_queue_in_which_nothing_waits_is_one_statement(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queue.runnable(NOW, with_long=True) == []

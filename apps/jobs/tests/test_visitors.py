"""Jobs of people without an account."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.jobs import visitors
from apps.jobs.models import MAX_OPEN, MAX_OPEN_PER_VISITOR, Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.running import run
from apps.jobs.services import housekeeping, lifecycle
from conftest import HTMX, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitors_job(submit):
    return submit("test_file", owner=None, arguments={"text": "x"})


@pytest.fixture
def remembering(client, visitors_job):
    """A browser whose session remembers the job."""
    client.get("/accounts/login/")
    session = client.session
    session[visitors.KEY] = [str(visitors_job.pk)]
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def test_a_visitor_watches_and_fetches_what_they_started(remembering, visitors_job):
    assert "Queued." in remembering.get(f"/jobs/{visitors_job.pk}/").text
    run(visitors_job.pk)
    page = remembering.get(f"/jobs/{visitors_job.pk}/").text
    assert "Download text.txt" in page
    assert 'href="/jobs/"' not in page  # the list asks for an account
    assert b"".join(remembering.get(f"/jobs/{visitors_job.pk}/result/")) == b"x"


def test_a_visitor_cancels_what_they_started(remembering, visitors_job):
    remembering.post(f"/jobs/{visitors_job.pk}/cancel/")
    visitors_job.refresh_from_db()
    assert visitors_job.state == "cancelled"


@pytest.mark.parametrize("what", ["", "result/", "cancel/"])
def test_a_visitors_job_does_not_exist_for_others(learner, visitors_job, what):
    run(visitors_job.pk)
    for person, status in [(None, 302), (learner, 404)]:
        other = Client()
        if person:
            other.force_login(person)
        answer = other.post if what == "cancel/" else other.get
        response = answer(f"/jobs/{visitors_job.pk}/{what}")
        assert response.status_code == status
        assert person or response["Location"].startswith("/accounts/login/")


def test_what_was_started_before_the_login_is_still_there_after_it(remembering, visitors_job, learner):
    remembering.force_login(learner)
    assert remembering.get(f"/jobs/{visitors_job.pk}/").status_code == 200
    assert "Mark it" in remembering.get("/jobs/").text


def test_a_page_that_asks_again_asks_the_database_little(remembering, visitors_job, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # session, job
        remembering.get(f"/jobs/{visitors_job.pk}/", headers=HTMX)


def test_two_jobs_of_all_visitors_run_at_a_time_and_a_persons_beside_them(submit):
    jobs = [submit(owner=None) for _ in range(3)]
    assert [bool(lifecycle.claim(job.pk, at=NOW)) for job in jobs] == [True, True, False]
    assert lifecycle.claim(submit().pk, at=NOW)


def test_when_a_visitors_job_ends_the_next_ones_turn_comes(submit, django_capture_on_commit_callbacks):
    first, second = submit("test_file", owner=None, arguments={"text": "x"}), submit(owner=None)
    submit()
    with django_capture_on_commit_callbacks() as callbacks:
        run(first.pk)
    assert [callback.args for callback in callbacks] == [(str(second.pk),)]


@pytest.mark.parametrize("running", [0, 2])
def test_jobs_whose_task_was_lost_get_another_whoever_has_enough_running(
    submit, classmate, running, django_capture_on_commit_callbacks
):
    for _ in range(running):
        lifecycle.claim(submit(owner=None).pk, at=NOW)
    of_a_visitor, of_a_person = submit(owner=None), submit(owner=classmate, at=NOW + timedelta(seconds=1))
    with django_capture_on_commit_callbacks() as callbacks:
        housekeeping.enqueue_waiting()
    expected = [of_a_person] if running else [of_a_visitor, of_a_person]
    assert [callback.args for callback in callbacks] == [(str(job.pk),) for job in expected]


def test_the_job_of_a_silent_worker_begins_again_for_a_visitor_too(visitors_job):
    lifecycle.claim(visitors_job.pk, at=NOW)
    housekeeping.take_up_stale(NOW + timedelta(seconds=41))
    run(visitors_job.pk)
    visitors_job.refresh_from_db()
    assert (visitors_job.state, visitors_job.attempts) == ("done", 2)


def test_visitors_cannot_fill_the_queue_and_people_with_accounts_are_not_kept_out(submit):
    for _ in range(MAX_OPEN):
        submit(owner=None)
    with pytest.raises(lifecycle.TooManyJobs, match="Try again in some minutes"):
        submit(owner=None)
    assert submit()


def test_one_visitor_leaves_room_for_others(rf, remembering, visitors_job):
    request = rf.get("/")
    request.user, request.session, request.COOKIES = visitors_job.person, remembering.session, {"sessionid": "x"}
    for _ in range(MAX_OPEN_PER_VISITOR - 1):
        visitors.submit(request, "test_mark", title="Mark it", at=NOW)
    with pytest.raises(lifecycle.TooManyJobs, match="of your jobs"):
        visitors.submit(request, "test_mark", title="Mark it", at=NOW)
    assert visitors.jobs_of(request).count() == Job.objects.count() == MAX_OPEN_PER_VISITOR


def test_work_that_needs_an_account_is_not_done_for_a_visitor(visitors_job):
    attempt = Progress(lifecycle.claim(visitors_job.pk, at=NOW))
    assert not attempt.job.person.is_authenticated
    with pytest.raises(JobFailed, match="Log in"):
        _ = attempt.owner

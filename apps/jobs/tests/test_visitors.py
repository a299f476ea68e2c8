"""Jobs of people without an account."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.jobs import visitors
from apps.jobs.models import MAX_OPEN, MAX_OPEN_PER_VISITOR, Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.running import run
from apps.jobs.services import attempts, housekeeping, lifecycle
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitors_job(submit):
    return submit("test_file", owner=None, arguments={"text": "x"})


@pytest.fixture
def browser_session(client, visitors_job):
    """A browser whose session lists the job."""
    client.get("/accounts/login/")
    session = client.session
    session[visitors.SESSION_KEY] = [str(visitors_job.pk)]
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def test_a_visitor_follows_and_downloads_what_they_started(browser_session, visitors_job):
    assert "Queued." in browser_session.get(f"/jobs/{visitors_job.pk}/").text
    run(visitors_job.pk)
    page = browser_session.get(f"/jobs/{visitors_job.pk}/").text
    assert "Download text.txt" in page
    assert 'href="/jobs/"' not in page  # the list asks for an account
    assert b"".join(browser_session.get(f"/jobs/{visitors_job.pk}/result/")) == b"x"


def test_a_visitor_cancels_what_they_started(browser_session, visitors_job):
    browser_session.post(f"/jobs/{visitors_job.pk}/cancel/")
    visitors_job.refresh_from_db()
    assert visitors_job.state == "canceled"


@pytest.mark.parametrize("action", ["", "result/", "cancel/"])
def test_a_visitors_job_does_not_exist_for_others(learner, visitors_job, action):
    run(visitors_job.pk)
    for person, status in [(None, 302), (learner, 404)]:
        other = Client()
        if person:
            other.force_login(person)
        send = other.post if action == "cancel/" else other.get
        response = send(f"/jobs/{visitors_job.pk}/{action}")
        assert response.status_code == status
        assert person or response["Location"].startswith("/accounts/login/")


def test_a_job_that_was_started_before_the_login_is_still_there_after_it(browser_session, visitors_job, learner):
    browser_session.force_login(learner)
    assert browser_session.get(f"/jobs/{visitors_job.pk}/").status_code == 200
    assert "Mark it" in browser_session.get("/jobs/").text


def test_a_refresh_takes_four_queries(browser_session, visitors_job, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # session, job, and of its place: the waiting ones and their owners' turns
        browser_session.get(f"/jobs/{visitors_job.pk}/", headers=HTMX)


def test_two_jobs_of_all_visitors_run_at_a_time_and_a_learners_as_well(submit):
    jobs = [submit(owner=None) for _ in range(3)]
    assert [bool(attempts.claim(job.pk, at=NOW)) for job in jobs] == [True, True, False]
    assert attempts.claim(submit().pk, at=NOW)


def test_a_visitors_stale_job_is_retried(visitors_job):
    attempts.claim(visitors_job.pk, at=NOW)
    housekeeping.retry_stale(NOW + timedelta(seconds=41))
    run(visitors_job.pk)
    visitors_job.refresh_from_db()
    assert (visitors_job.state, visitors_job.attempts) == ("done", 2)


def test_visitors_cannot_fill_the_queue_of_people_with_accounts(submit):
    for _ in range(MAX_OPEN):
        submit(owner=None)
    with pytest.raises(lifecycle.TooManyJobs, match="Try again in a few minutes"):
        submit(owner=None)
    assert submit()


def test_one_visitor_leaves_room_for_others(rf, browser_session, visitors_job):
    request = rf.get("/")
    request.user, request.session, request.COOKIES = visitors_job.person, browser_session.session, {"sessionid": "x"}
    for _ in range(MAX_OPEN_PER_VISITOR - 1):
        lifecycle.submit_from(request, "test_mark", title="Mark it", at=NOW)
    with pytest.raises(lifecycle.TooManyJobs, match="You already have 3 open jobs"):
        lifecycle.submit_from(request, "test_mark", title="Mark it", at=NOW)
    assert visitors.jobs_of(request).count() == Job.objects.count() == MAX_OPEN_PER_VISITOR


def test_work_that_requires_an_account_fails_for_a_visitor(visitors_job):
    attempt = Progress(attempts.claim(visitors_job.pk, at=NOW))
    assert not attempt.job.person.is_authenticated
    with pytest.raises(JobFailed, match="Log in"):
        _ = attempt.owner

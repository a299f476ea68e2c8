"""The pages of a person's jobs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.jobs import checks
from apps.jobs.models import Job, Worker
from apps.jobs.running import run
from apps.jobs.services import attempts
from apps.web.storage import job_files
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX


@pytest.fixture
def read(client, learner, job):
    """Return a function that gets the job's page."""
    client.force_login(learner)

    def read(**options):
        return client.get(f"/jobs/{job.pk}/", **options)

    return read


def test_an_empty_list_explains_what_background_jobs_are(client, learner):
    client.force_login(learner)
    assert "No background jobs." in client.get("/jobs/").text


def test_the_list_shows_how_far_a_running_job_is(client, learner, job):
    Job.objects.update(state=Job.State.RUNNING, started_at=NOW, heartbeat_at=NOW, done=1_700, total=3_000)
    client.force_login(learner)
    assert "1,700 of 3,000" in " ".join(client.get("/jobs/").text.split())


def test_a_job_that_turned_out_to_be_long_says_why_it_waits_again(read, job):
    attempts.release(attempts.claim(job.pk, at=NOW), at=NOW, is_long=True)
    Worker.objects.create(name="node:1", is_short=False, seen_at=timezone.now())
    assert "Queued again, for a worker that runs long jobs." in read().text


def test_the_list_shows_ones_own_jobs_newest_first(client, learner, submit, classmate):
    submit(title="First", at=NOW - timedelta(hours=1))
    submit(title="Second")
    submit(title="A classmate's", owner=classmate)
    client.force_login(learner)
    text = client.get("/jobs/").text
    assert text.index("Second") < text.index("First")
    assert "A classmate" not in text


def test_the_page_of_a_waiting_job_refreshes_itself(read):
    text = read().text
    assert "Queued." in text
    assert 'hx-trigger="click, load delay:300ms, every 1s"' in text
    assert ">Refresh</a>" in text
    assert ">Cancel</button>" in text


def test_a_running_job_shows_its_progress(read, job):
    attempts.claim(job.pk, at=NOW)
    assert "<progress" in read().text
    assert 'value="' not in read().text.split("<progress")[1].split(">")[0]  # not known yet
    Job.objects.update(done=1200, total=4000)
    text = read(headers=HTMX).text
    assert text.lstrip().startswith("<section")
    assert 'value="1200" max="4000"' in text
    assert "1,200 of 4,000" in text


def test_the_page_of_a_job_that_is_done_no_longer_refreshes(read, job):
    run(job.pk)
    text = read(headers=HTMX).text
    assert "3 parts are marked." in text
    assert 'href="/courses/"' in text
    assert "hx-get" not in text
    assert "Cancel" not in text


def test_the_page_of_a_failed_job_gives_the_reason(client, learner, submit):
    job = submit("test_refuse")
    run(job.pk)
    client.force_login(learner)
    assert "<b>Failed.</b> Line 3: a question without an answer." in client.get(f"/jobs/{job.pk}/").text


def test_a_job_that_no_worker_takes_says_so_to_its_owner_and_on_the_console_once_a_minute(read, clock, caplog):
    assert "aren’t running" not in read().text
    clock.shift(11)
    assert "Queued. Background jobs aren’t running right now. Yours starts when they are." in " ".join(
        read().text.split()
    )
    assert "aren’t running" in read(headers=HTMX).text
    assert [record.message for record in caplog.records] == [f"{checks.NO_WORKER} {checks.ADVICE}"]


def test_a_job_waits_for_its_turn_while_a_worker_shows_itself(read, clock):
    Worker.objects.create(name="node:1", is_short=False, seen_at=NOW)
    clock.shift(11)
    assert "aren’t running" not in read().text
    clock.shift(60)
    assert "aren’t running" in read().text


def test_a_queued_job_says_how_many_are_before_it(read, job, submit, classmate):
    assert "Yours is next." in read().text
    submit(owner=classmate, at=NOW - timedelta(seconds=2))
    assert "One job is before yours." in read().text
    submit(owner=classmate, at=NOW - timedelta(seconds=1))  # the classmate's second one comes after it
    assert "One job is before yours." in read(headers=HTMX).text
    submit(owner=None, at=NOW - timedelta(seconds=1))
    assert "2 jobs are before yours." in read().text


@pytest.mark.parametrize("requeue", [attempts.release, attempts.retry])
def test_a_job_that_returns_to_the_queue_waits_from_then_on(read, job, clock, requeue):
    attempt = attempts.claim(job.pk, at=NOW)
    clock.shift(20)
    requeue(attempt, at=timezone.now())
    assert "aren’t running" not in read().text
    clock.shift(11)
    assert "aren’t running" in read().text


def test_the_check_of_the_database_warns_of_jobs_without_a_worker(job, clock):
    assert checks.check_worker(None, databases=["default"]) == []
    clock.shift(11)
    assert checks.check_worker(None) == []
    (warning,) = checks.check_worker(None, databases=["default"])
    assert warning.id == "jobs.W001"


def test_canceling_leads_back_to_the_page(client, read, job):
    response = client.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert response.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert "You canceled this." in response.text


def test_a_job_that_is_being_canceled_offers_no_second_cancel(client, read, job):
    attempts.claim(job.pk, at=NOW)
    text = client.post(f"/jobs/{job.pk}/cancel/", follow=True).text
    assert "Stopping." in text
    assert ">Cancel</button>" not in text


def test_a_job_that_is_back_in_the_queue_can_be_canceled_again(client, read, job):
    attempt = attempts.claim(job.pk, at=NOW)
    client.post(f"/jobs/{job.pk}/cancel/")
    attempts.release(attempt, at=NOW)
    assert ">Cancel</button>" in read().text
    assert "You canceled this." in client.post(f"/jobs/{job.pk}/cancel/", follow=True).text


def test_a_result_is_a_download_for_a_day(client, learner, submit, clock):
    job = submit("test_file", arguments={"text": "<script>"})
    run(job.pk)
    client.force_login(learner)
    assert "Download text.txt" in client.get(f"/jobs/{job.pk}/").text
    response = client.get(f"/jobs/{job.pk}/result/")
    assert b"".join(response) == b"<script>"
    assert response["Content-Disposition"] == 'attachment; filename="text.txt"'
    clock.shift(timedelta(hours=24))
    client.force_login(learner)
    assert client.get(f"/jobs/{job.pk}/result/").status_code == 404
    assert "was available for a day and has been deleted" in client.get(f"/jobs/{job.pk}/").text


def test_a_missing_result_has_a_page_of_its_own(client, learner, submit):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    job_files().delete(f"{job.pk}/result-1")
    client.force_login(learner)
    response = client.get(f"/jobs/{job.pk}/result/")
    assert response.status_code == 404
    assert "This file is no longer here. Start the job again." in response.text


@pytest.mark.parametrize("action", ["", "result/", "cancel/"])
def test_another_persons_job_does_not_exist(client, classmate, submit, action):
    job = submit("test_file", arguments={"text": "x"})
    if action == "result/":
        run(job.pk)
    client.force_login(classmate)
    send = client.post if action == "cancel/" else client.get
    assert send(f"/jobs/{job.pk}/{action}").status_code == 404
    job.refresh_from_db()
    assert job.state != "canceled"


def test_the_page_takes_five_queries_once_the_session_knows_that_it_is_awaited(read, django_assert_max_num_queries):
    read()
    with django_assert_max_num_queries(5):  # session, person, job, those that wait, their owners' turns
        read(headers=HTMX)

"""The pages of a person's jobs."""

from datetime import timedelta

import pytest

from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.services import lifecycle
from conftest import HTMX, NOW


@pytest.fixture
def read(client, learner, job):
    """Return a function that looks at the job's page."""
    client.force_login(learner)

    def read(**options):
        return client.get(f"/jobs/{job.pk}/", **options)

    return read


def test_a_person_who_started_nothing_reads_what_this_page_is_for(client, learner):
    client.force_login(learner)
    assert "No background jobs." in client.get("/jobs/").text


def test_the_list_has_ones_own_jobs_the_newest_first(client, learner, submit, classmate):
    submit(title="First", at=NOW - timedelta(hours=1))
    submit(title="Second")
    submit(title="A classmate's", owner=classmate)
    client.force_login(learner)
    text = client.get("/jobs/").text
    assert text.index("Second") < text.index("First")
    assert "A classmate" not in text


def test_a_waiting_job_says_so_and_asks_again(read):
    text = read().text
    assert "Queued." in text
    assert 'hx-trigger="click, every 1s"' in text
    assert ">Refresh</a>" in text
    assert ">Cancel</button>" in text


def test_a_running_job_shows_how_far_it_is(read, job):
    lifecycle.claim(job.pk, at=NOW)
    assert "<progress" in read().text
    assert 'value="' not in read().text.split("<progress")[1].split(">")[0]  # not known yet
    Job.objects.update(done=1200, total=4000)
    text = read(headers=HTMX).text
    assert text.lstrip().startswith("<section")
    assert 'value="1200" max="4000"' in text
    assert "1,200 of 4,000" in text


def test_a_job_that_is_done_asks_no_more(read, job):
    run(job.pk)
    text = read(headers=HTMX).text
    assert "3 parts are marked." in text
    assert 'href="/courses/"' in text
    assert "hx-get" not in text
    assert "Cancel" not in text


def test_a_job_that_failed_says_so_and_why(client, learner, submit):
    job = submit("test_refuse")
    run(job.pk)
    client.force_login(learner)
    assert "<b>Failed.</b> Line 3: a question without an answer." in client.get(f"/jobs/{job.pk}/").text


def test_cancelling_leads_back_to_the_page(client, read, job):
    response = client.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert response.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert lifecycle.CANCELLED in response.text


def test_a_running_job_that_is_being_cancelled_offers_no_second_cancel(client, read, job):
    lifecycle.claim(job.pk, at=NOW)
    text = client.post(f"/jobs/{job.pk}/cancel/", follow=True).text
    assert "Stopping." in text
    assert ">Cancel</button>" not in text


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


def test_a_result_whose_file_is_lost_is_not_found(client, learner, submit, place):
    job = submit("test_file", arguments={"text": "x"})
    run(job.pk)
    (place / str(job.pk) / "result-1").unlink()
    client.force_login(learner)
    assert client.get(f"/jobs/{job.pk}/result/").status_code == 404


@pytest.mark.parametrize("what", ["", "result/", "cancel/"])
def test_another_persons_job_does_not_exist(client, classmate, submit, what):
    job = submit("test_file", arguments={"text": "x"})
    if what == "result/":
        run(job.pk)
    client.force_login(classmate)
    answer = client.post if what == "cancel/" else client.get
    assert answer(f"/jobs/{job.pk}/{what}").status_code == 404
    job.refresh_from_db()
    assert job.state != "cancelled"


def test_the_page_asks_the_database_little(read, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):  # session, person, job
        read(headers=HTMX)

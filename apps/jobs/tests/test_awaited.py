"""How a job ended whose page was left: the next page of the day or of the decks says so, once."""

import pytest

from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.services import attempts
from apps.web.tests.support.clock import NOW


@pytest.fixture
def watched(client, learner, job):
    """Return a job whose page the learner opened while it waited."""
    client.force_login(learner)
    client.get(f"/jobs/{job.pk}/?continue")
    return job


@pytest.mark.parametrize("page", ["/", "/decks/"])
def test_a_page_says_once_that_a_job_is_finished_whose_page_was_left(client, watched, page):
    assert "in the background" not in client.get(page).text
    run(watched.pk)
    assert 'Finished in the background: <a href="/courses/">Mark it</a>.' in client.get(page).text
    assert "in the background" not in client.get(page).text


def test_a_job_that_failed_is_announced_and_one_that_was_canceled_is_not(client, watched, submit):
    canceled = submit(title="Stop it")
    client.get(f"/jobs/{canceled.pk}/")
    client.post(f"/jobs/{canceled.pk}/cancel/")
    attempts.end(Job.objects.filter(pk=watched.pk), Job.State.FAILED, "No.", at=NOW)
    page = client.get("/").text
    assert "Failed in the background" in page
    assert "Stop it" not in page


def test_who_stays_on_the_page_of_a_job_reads_there_how_it_ended(client, watched):
    run(watched.pk)
    client.get(f"/jobs/{watched.pk}/")
    assert "in the background" not in client.get("/").text

"""A job's page as it goes on by itself, and as it is refreshed by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.jobs.models import Job

pytestmark = pytest.mark.browser


@pytest.fixture
def job(site):
    """A job of the demo's learner that is a quarter done."""
    now = timezone.now()
    fields = {"state": "running", "attempts": 1, "started_at": now, "heartbeat_at": now, "done": 10, "total": 40}
    learner = User.objects.get(email="learner@example.org")
    return learner.jobs.create(kind="import", title="Import Biology.apkg", created_at=now, **fields)


def go_on(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)


def end(job):
    over = {"state": "done", "heartbeat_at": None, "ended_at": timezone.now(), "done": 40}
    go_on(job, **over, message="Imported 40 notes.", link="/courses/")


def asked(page, url):
    """Return a list that grows with every request for the URL."""
    requests = []
    page.on("request", lambda request: requests.append(request) if request.url.endswith(url) else None)
    return requests


def test_the_bar_moves_by_itself_and_the_page_asks_no_more_when_it_is_done(log_in, context, job):
    context.clock.install()
    page = log_in(url=f"/jobs/{job.pk}/")
    bar = page.get_by_role("progressbar", name="Progress of the job")
    expect(bar).to_have_attribute("value", "10")
    go_on(job, done=30)
    expect(bar).to_have_attribute("value", "30")
    expect(page.get_by_text("30 of 40")).to_be_visible()
    end(job)
    expect(page.get_by_role("status")).to_have_text("Imported 40 notes.")
    requests = asked(page, f"/jobs/{job.pk}/")
    page.clock.run_for(5_000)
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", name="Courses")).to_be_visible()
    assert requests == []


def test_the_page_asks_once_a_second(log_in, context, job):
    context.clock.install()
    url = f"/jobs/{job.pk}/"
    page = log_in(url=url)
    with page.expect_response(f"**{url}"):
        page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    requests = asked(page, url)
    for _ in range(3):
        with page.expect_response(f"**{url}"):
            page.clock.run_for(1_000)
    assert len(requests) in (3, 4)  # one may have been on its way when the clock stopped


def test_nothing_on_the_page_moves_while_it_asks(log_in, job):
    page = log_in(url=f"/jobs/{job.pk}/")

    def places():
        return [(each, page.locator(each).bounding_box()) for each in ("#job", "#job-state", "#job-count", "#job .row")]

    before = places()
    go_on(job, done=35)
    expect(page.get_by_text("35 of 40")).to_be_visible()
    assert places() == before
    end(job)
    expect(page.get_by_role("status")).to_have_text("Imported 40 notes.")
    assert places() == before


def test_the_status_is_the_same_element_so_that_it_is_read_aloud_and_focus_stays(log_in, job):
    page = log_in(url=f"/jobs/{job.pk}/")
    page.get_by_role("status").evaluate("element => { element.marked = true }")
    page.get_by_role("button", name="Cancel").focus()
    go_on(job, done=20)
    expect(page.get_by_text("20 of 40")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    end(job)
    expect(page.get_by_role("status")).to_have_text("Imported 40 notes.")
    assert page.get_by_role("status").evaluate("element => element.marked")


def test_a_running_job_is_cancelled_with_a_button(log_in, job):
    page = log_in(url=f"/jobs/{job.pk}/")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_have_text("Stopping.")
    assert Job.objects.get().cancel_requested


def test_without_javascript_the_page_is_loaded_again(new_context, log_in, job, site, context):
    cookies = log_in(url="/jobs/").context.cookies()
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(f"{site}/jobs/{job.pk}/")
    end(job)
    expect(page.get_by_role("status")).to_have_text("Imported 40 notes.")

"""A history of years is written in the background, compressed; and a short one as before."""

import gzip
import json

import pytest

from apps.exchange import history
from apps.jobs import progress, running
from apps.jobs.models import MAX_OPEN, Job
from apps.jobs.services import lifecycle
from apps.jobs.tests.support.results import result_of
from apps.lessons.models import Mark, Writing
from apps.reviews.models import ReviewLog
from apps.web.tests.support.clock import NOW

LINES, FSRS = "/history/ditcards-history.jsonl", "/history/fsrs-reviews.csv"


@pytest.fixture
def many(answer, monkeypatch):
    """A history of more than a request writes, and of more than a statement reads."""
    monkeypatch.setattr(history, "MAX_ROWS_IN_REQUEST", 5)
    monkeypatch.setattr(history, "BATCH_SIZE", 2)
    for grade, days in ((2, 0), (3, 0), (4, 0), (1, 1), (4, 1)):
        answer(grade, days)
    same = ReviewLog.objects.order_by("pk")[1:4]
    ReviewLog.objects.filter(pk__in=[log.pk for log in same]).update(reviewed_at=NOW)  # as a program may import them


def start(client, learner, url):
    client.force_login(learner)
    return client.post(url)


def unpacked(job):
    return gzip.decompress(result_of(job)).decode().splitlines()


@pytest.mark.parametrize("url", [LINES, FSRS])
def test_a_large_history_asks_for_a_button(client, learner, many, url):
    client.force_login(learner)
    page = client.get(url)
    assert not page.has_header("Content-Disposition")
    assert f"Make {url.rpartition('/')[2]}.gz" in page.text


@pytest.mark.parametrize("url", [LINES, FSRS])
def test_a_job_writes_what_a_download_has(client, learner, many, url, monkeypatch):
    page = start(client, learner, url)
    job = Job.objects.get()
    assert page.url == f"/jobs/{job.pk}/"
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", f"{url.rpartition('/')[2]}.gz")
    monkeypatch.setattr(history, "MAX_ROWS_IN_REQUEST", 100)
    monkeypatch.setattr(history, "BATCH_SIZE", 100)
    assert unpacked(job) == b"".join(client.get(url)).decode().splitlines()
    assert result_of(job) == b"".join(client.get(f"/jobs/{job.pk}/result/"))


def test_the_same_history_gives_the_same_compressed_bytes(client, learner, many):
    for _ in range(2):
        start(client, learner, LINES)
    results = []
    for job in Job.objects.all():
        running.run(job.pk)
        job.refresh_from_db()
        results.append(result_of(job))
    assert results[0] == results[1]


def test_a_job_reports_how_many_answers_are_written(learner, many):
    reports = []
    assert sum('"review"' in line for line in history.lines_of(learner, lambda *report: reports.append(report))) == 5
    assert reports == [(0, 5), (2, 5), (4, 5)]


def test_a_canceled_export_ends_at_its_next_report(client, learner, many, monkeypatch):
    monkeypatch.setattr(progress, "REPORT_SECONDS", 0)
    start(client, learner, LINES)
    job = Job.objects.get()
    lifecycle.cancel(job, at=NOW)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("canceled", "")


def test_too_many_jobs_are_refused_in_a_sentence(client, learner, many):
    for _ in range(MAX_OPEN):
        start(client, learner, FSRS)
    page = client.post(FSRS, follow=True)
    assert "You already have 20 open jobs." in page.text


def test_lines_are_the_json_that_pythons_own_writer_makes(learner, answer, card):
    answer(4)
    Mark.objects.create(user=learner, note=card.note, knew=False, marked_at=NOW)
    Writing.objects.create(user=learner, note=card.note, text="“ü” \u2028 100 % \\ \n", written_at=NOW)
    for line in history.lines_of(learner):
        assert line == json.dumps(json.loads(line)) + "\n"

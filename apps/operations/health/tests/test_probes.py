"""What a load balancer, a monitor and Prometheus get, whatever else the site asks of a request."""

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from apps.jobs.models import MAX_OPEN, MAX_RUNNING, Job, Worker
from apps.operations.health import checks, readiness
from apps.web.server import draining
from apps.web.storage import StorageDown, files_below, scratch_files
from apps.web.tests.support.clock import NOW

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
TOKEN = "a-token-of-at-least-thirty-two-letters"


@pytest.fixture(autouse=True)
def forget():
    readiness._found.clear()
    yield
    readiness._found.clear()


@pytest.fixture
def probe(settings):
    """Ask on the site's machine: by IP address and plain HTTP, on a site that wants its name and HTTPS."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["cards.example.org"], True
    return Client(raise_request_exception=True, **HERE).get


@pytest.fixture
def worker(db):
    return Worker.objects.create(name="node:1", is_short=False, seen_at=NOW)


def failed(response):
    return {name: each["why"] for name, each in response.json()["checks"].items() if not each["ok"]}


def test_a_process_that_lives_says_so_without_the_database(probe):
    response = probe("/livez")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_site_with_all_that_it_needs_is_ready(probe, worker):
    response = probe("/readyz")
    assert (response.status_code, failed(response)) == (200, {})
    assert list(response.json()["checks"]) == [check.name for check in checks.CHECKS]
    assert response["Cache-Control"] == "no-store"
    assert not list(scratch_files().listdir("")[0])


def test_a_site_without_a_worker_is_not_well_but_its_pages_can_be_served(probe, db):
    response = probe("/readyz")
    assert response.status_code == 503
    assert failed(response) == {"worker": "No worker has shown itself lately. Start one: manage.py work."}
    assert int(response["Retry-After"])
    assert probe("/readyz?traffic").status_code == 200


def test_why_a_site_is_not_well_is_one_line_of_the_log(probe, db, caplog):
    probe("/readyz")
    [record] = caplog.records
    assert record.getMessage() == "503, worker: No worker has shown itself lately. Start one: manage.py work."


def test_a_job_that_waits_too_long_is_named(probe, worker, learner):
    Job.objects.create(owner=learner, kind="x", title="x", created_at=NOW - timedelta(seconds=601))
    assert failed(probe("/readyz")) == {"oldest_job": "A job has waited for 601 seconds. Start more workers."}


def test_nobody_turns_a_site_red_by_many_slow_jobs_of_their_own(probe, worker, learner):
    before = NOW - timedelta(hours=1)
    jobs = [Job.objects.create(owner=learner, kind="x", title="x", created_at=before) for _ in range(MAX_OPEN)]
    assert "oldest_job" in failed(probe("/readyz"))
    running = Job.objects.filter(pk__in=[job.pk for job in jobs[:MAX_RUNNING]])
    running.update(state="running", started_at=before, heartbeat_at=NOW)
    readiness._found.clear()
    assert failed(probe("/readyz")) == {}


@pytest.mark.parametrize("broken", ["read", "delete"])
def test_a_storage_that_can_only_be_written_is_filled_by_no_probe(probe, worker, monkeypatch, broken):
    def refuse(*_arguments):
        raise StorageDown("403")

    where = checks.storage if broken == "read" else type(scratch_files())
    monkeypatch.setattr(where, broken, refuse)
    for _time in range(3):
        readiness._found.clear()
        assert {"media", "jobs", "scratch"} <= failed(probe("/readyz")).keys()
    assert len(list(files_below(scratch_files(), "health"))) == (broken == "delete")


def test_a_database_that_takes_no_writes_is_named_without_its_password(probe, worker, monkeypatch):
    def refuse(**_at):
        raise OperationalError("password=secret")

    monkeypatch.setattr(checks, "write_probe", refuse)
    response = probe("/readyz?traffic")
    assert (response.status_code, failed(response)) == (
        503,
        {"database": "failed with OperationalError, see the log"},
    )


def test_migrations_that_are_missing_are_counted(probe, worker):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")
    assert failed(probe("/readyz"))["migrations"].endswith("Run manage.py migrate.")


def test_a_storage_that_cannot_be_written_is_named(probe, worker, storage_folder):
    storage_folder.mkdir()
    (storage_folder / "media").write_text("a file where the folder should be")
    assert "media" in failed(probe("/readyz"))


def test_a_disk_that_is_almost_full_is_named(probe, worker, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: usage(499 * 2**20))
    assert failed(probe("/readyz")) == {"disk": "499 MiB are free in the data folder, less than 500. Make room."}


def test_a_node_that_drains_asks_for_no_more_traffic(probe, worker, monkeypatch):
    monkeypatch.setattr(draining, "is_draining", lambda: True)
    assert "serving" in failed(probe("/readyz?traffic"))
    assert probe("/livez").status_code == 200


def test_whoever_asks_often_makes_the_node_do_no_more_work(probe, worker, django_assert_num_queries):
    probe("/readyz")
    with django_assert_num_queries(0):
        probe("/readyz")


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_a_probe_is_only_read(settings, path):
    assert Client().post(path).status_code == 405


def test_prometheus_reads_on_the_sites_machine(probe, worker):
    probe("/courses/")  # a wrong host
    text = probe("/metrics").text
    assert 'ditcards_requests_total{method="GET",status="400",view="none"}' in text
    assert 'ditcards_workers{for="any"} 1.0' in text
    assert "ditcards_database_up 1.0" in text


CALLERS = [
    ({}, True),
    ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, True),
    ({"HTTP_HOST": "localhost"}, True),
    ({"REMOTE_ADDR": "192.0.2.1"}, False),
    ({"REMOTE_ADDR": ""}, False),
    ({"HTTP_HOST": "cards.example.org"}, False),
    ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
    ({"HTTP_X_FORWARDED_PROTO": "https"}, False),
    ({"HTTP_FORWARDED": "for=127.0.0.1"}, False),
    ({"HTTP_VIA": "1.1 proxy"}, False),
    ({"HTTP_X_REAL_IP": "127.0.0.1"}, False),
    ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
    ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False),
    ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer "}, False),
    ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, False),
]


@pytest.mark.parametrize(("headers", "is_operator"), CALLERS)
def test_no_stranger_reads_metrics_or_why_a_node_is_not_well(worker, settings, headers, is_operator):
    settings.METRICS_TOKEN = TOKEN
    caller = Client(**HERE | headers)
    assert caller.get("/metrics").status_code == (200 if is_operator else 403)
    ready = caller.get("/readyz")
    assert (ready.status_code, ready.json()["ok"]) == (200, True)
    assert ("checks" in ready.json()) is is_operator


def test_without_a_token_an_empty_one_opens_nothing(db):
    response = Client(REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer ").get("/metrics")
    assert response.status_code == 403

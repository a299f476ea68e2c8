"""A bucket that never answers holds up neither a monitor nor a load balancer, and takes away no node."""

from dataclasses import replace
from threading import Event

import pytest
from django.test import Client

from apps.jobs.models import Worker
from apps.operations.health import checks, middleware, readiness
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.silent_bucket import silent_bucket

SECONDS = 0.01
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


@pytest.fixture(autouse=True)
def forget():
    readiness._found.clear()
    yield
    readiness._found.clear()
    readiness._looking.clear()


def test_a_monitor_learns_of_it_and_a_load_balancer_goes_on(settings, monkeypatch, db):
    quick = [replace(each, max_seconds=min(each.max_seconds, SECONDS)) for each in checks.CHECKS]
    monkeypatch.setattr(middleware, "CHECKS", quick)
    Worker.objects.create(name="node:1", is_short=False, seen_at=NOW)
    with silent_bucket(settings, monkeypatch):
        found = Client(**HERE).get("/readyz").json()["checks"]
        assert {name for name, each in found.items() if not each["ok"]} == {"media", "jobs", "scratch"}
        assert Client(**HERE).get("/readyz?traffic").status_code == 200
        for thread in readiness._looking.values():
            thread.join()
        found = Client(**HERE).get("/readyz").json()["checks"]
        assert found["media"]["why"] == "failed with StorageDown, see the log"


def test_a_look_that_takes_long_goes_on_beside_and_is_begun_once():
    answered, looks = Event(), []

    def look(_now):
        looks.append(1)
        answered.wait()
        return "written and read"

    check = checks.Check("media", look, max_seconds=SECONDS)
    for _asked in range(2):
        readiness._found.clear()
        found = readiness.findings([check], NOW)["media"]
        assert (found.ok, found.why) == (False, "no answer within 0.01 seconds")
    answered.set()
    readiness._looking["media"].join()
    assert readiness.findings([check], NOW)["media"].ok
    assert len(looks) == 1

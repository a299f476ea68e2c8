"""What an operator reads in the log: which request, what happened, and nothing about a person."""

import json
import logging
import logging.config
import re
from copy import deepcopy
from io import StringIO

import pytest
from django.middleware.common import CommonMiddleware
from django.test import Client

from apps.jobs.models import Job
from apps.web.tests.support.clock import NOW

CODE = "secret-code-in-a-path"


@pytest.fixture(params=["json", "text"])
def format_(request):
    return request.param


@pytest.fixture
def lines(format_, settings):
    """Return a function that gives what the site's handler wrote, in this format."""
    stream = StringIO()
    config = deepcopy(settings.LOGGING)
    configured = logging.config.DictConfigurator(config)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configured.configure_formatter(config["formatters"][format_]))
    handler.addFilter(configured.configure_filter(config["filters"]["request"]))
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_a_wrong_host_is_one_line(visitor, lines):
    response = visitor.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    (line,) = lines()
    assert "Invalid HTTP_HOST header: 'evil.example'. This site answers to the host of SITE_URL." in line
    assert response["X-Request-ID"] in line
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", line)
    assert "django.security.DisallowedHost" in line
    assert "ERROR" in line


@pytest.mark.parametrize("format_", ["json"], indirect=True)
def test_an_exception_is_one_line_and_names_the_route_alone(visitor, lines, monkeypatch):
    monkeypatch.setattr(CommonMiddleware, "process_response", lambda *_: 1 / 0)
    assert visitor.get(f"/join/{CODE}/").status_code == 500
    entry = json.loads(lines()[-1])
    assert "ZeroDivisionError" in entry["exception"]
    assert CODE not in lines()[-1]
    assert {"time", "level", "logger", "request_id", "message"} <= entry.keys()


def test_each_request_is_a_line_without_path_query_or_person(client, learner, lines, settings):
    settings.ACCESS_LOG = True
    client.force_login(learner)
    job = Job.objects.create(owner=learner, kind="x", title="x", created_at=NOW)
    client.get(f"/jobs/{job.pk}/?from={CODE}")
    line = lines()[-1]
    assert "GET /jobs/<uuid:pk>/ 200" in line
    assert not [each for each in (str(job.pk), CODE, learner.email, "127.0.0.1") if each in line]


def test_requests_are_not_logged_unless_asked_for(client, db, lines):
    client.get("/help/")
    assert lines() == []


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "proxy-0123456789", True),
        (0, "proxy-0123456789", False),
        (1, "two\nlines 12345", False),
        (1, "short", False),
    ],
)
def test_the_id_of_a_proxy_of_ours_is_taken_and_no_strangers(client, db, settings, proxies, given, is_taken):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answered = client.get("/help/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answered == given) is is_taken
    assert answered

"""A real browser before a real server; any error in its console and any request to another host fails the test."""

import os
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from playwright.sync_api import expect

from apps.jobs.models import Job
from apps.jobs.running import run
from apps.lessons.services import demo
from apps.web.tests.support.examples import IN_CI
from ditcards import files_url
from ditcards.tests.nodes.two_nodes import TwoNodes
from ditcards.tests.support.people import client_of, lend_session
from ditcards.tests.support.served import environment_in, manage
from translations import pseudo

# Playwright runs an event loop in the thread of the test, which made Django refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

expect.set_options(timeout=30_000 if IN_CI else 10_000)  # nothing waits so long where a state comes at all

LOST = ("htmx:error: offline", "htmx:error: timeout", "htmx:error: Failed to fetch", "net::ERR_")
PROVOKED = (*LOST, *(f"status of {status}" for status in (400, 401, 403, 422, 429, 502, 503, 504, 511)))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

ANSWERING_THREAD, ANSWERED_WITHIN_SECONDS = "process_request_thread", 30
READY = """() => document.readyState === "complete" &&
  (!document.querySelector("[hx-get], [hx-post]") || document.querySelector("[data-htmx-powered]"))"""


@pytest.fixture(scope="session")
def no_hidden_connection():
    """Close what tests before the first browser had open: beside an event loop Django opens connections of its own.

    They would stay open, out of reach, to the end of the run, and a restore is refused while anybody is connected.
    """
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(no_hidden_connection, playwright):
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    return {**browser_type_launch_args, "executable_path": chromium, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def two_nodes(django_db_setup, django_db_blocker, s3_url, tmp_path_factory):
    """Two nodes that serve the tests' database, with built files and the settings that tests want."""
    folder = tmp_path_factory.mktemp("nodes")
    files = s3_url.replace("?", f"/{uuid4().hex}?")
    built = {"DITCARDS_STATIC": str(folder / "static")}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # Nodes remember its rows, whose numbers no update of a site changes: it is not emptied after a test.
        patch.setattr(ContentType._meta, "managed", False)
        nodes = TwoNodes(folder, files, **built, PSEUDO_LANGUAGES="on", INSIGHT_MIN_LEARNERS="2")
        for each in nodes.folders:
            pseudo.write(each / "pseudo")
        manage(environment_in(folder / "building", **built), "build_static")
        with nodes.serving():
            yield nodes


@pytest.fixture
def server_url(request, transactional_db, settings, storage_root):
    """The URL of what serves: a thread of this process, or with --nodes two nodes, whose files are the test's."""
    if not request.config.getoption("nodes"):
        return request.getfixturevalue("live_server").url
    nodes = request.getfixturevalue("two_nodes")
    settings.STORAGES = settings.STORAGES | files_url.in_bucket(nodes.files_url, storage_root / "nodes")
    return nodes.url


@pytest.fixture
def site(server_url, settings):
    """The URL of a site that holds the demo."""
    settings.SITE = replace(settings.SITE, host="localhost", port=f":{urlsplit(server_url).port}")
    settings.ALLOWED_HOSTS = [*settings.LOCAL_HOSTS, "testserver"]
    demo.fill(timezone.now())
    return server_url


@pytest.fixture
def answered(server_url):
    """Let the server end its last answers before the tables are emptied, or PostgreSQL finds the two in a deadlock."""
    yield
    for thread in threading.enumerate():
        if ANSWERING_THREAD in thread.name:
            thread.join(ANSWERED_WITHIN_SECONDS)


@pytest.fixture
def new_context(answered, new_context, server_url):
    """Return a function that opens a browser whose every page is watched."""
    problems = []

    def watched(**options):
        context = new_context(**options)
        context.on("console", lambda message: _errors(message, problems))
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("request", lambda request: _only_ours(request, server_url, problems))
        return context

    yield watched
    assert problems == []


def _errors(message, problems):
    """Note an error, other than those of a test that asks for a missing page or cuts the connection."""
    is_expected = message.location["url"].endswith("/nowhere/") or any(each in message.text for each in PROVOKED)
    if message.type == "error" and not is_expected:
        problems.append(message.text)


def _only_ours(request, url, problems):
    parts, port = urlsplit(request.url), urlsplit(url).port
    ours = (f"localhost:{port}", f"127.0.0.1:{port}")
    if parts.scheme not in ("data", "blob") and parts.netloc not in ours:
        problems.append(f"a request to another host: {request.url}")


@pytest.fixture
def intercepted(context):
    """Let pages intercept from the start: past `route` on an open one, Chromium may still let the next request go."""
    context.route("**/never/", lambda route: route.abort())


@pytest.fixture
def log_in(context, browser_context_args, site):
    """Return a function that opens a page as one of the demo people, once its scripts are ready."""

    def log_in(name="learner", url="/"):
        lend_session(client_of(name), context, site)
        page = context.new_page()
        page.goto(site + url)
        if browser_context_args.get("java_script_enabled", True):
            page.wait_for_function(READY)
        return page

    return log_in


@pytest.fixture
def send_worker_home(request, transactional_db):
    """Run each job as soon as it is stored, until the returned function is called; with --nodes, by a worker."""
    with ExitStack() as work:
        if request.config.getoption("nodes"):
            work.enter_context(request.getfixturevalue("two_nodes").working())
        else:
            work.enter_context(_running_jobs())
        yield work.close


@contextmanager
def _running_jobs():
    """Run each job in the thread that stores it."""

    def work(instance, created, **_signal):
        if created:
            transaction.on_commit(lambda: run(instance.pk))

    post_save.connect(work, sender=Job)
    yield
    post_save.disconnect(work, sender=Job)

"""While the database is away, locked or full, a press says that it is not saved; afterwards it is saved."""

import errno
import subprocess
from contextlib import closing, contextmanager, suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from apps.reviews.models import ReviewLog
from apps.web.requests import outages
from apps.web.storage import StorageDown
from apps.web.tests.support.htmx import HTMX


def _remember(request):
    request.session["remembered"] = True
    return HttpResponse()


urlpatterns = [path("remember/", _remember), path("", include("ditcards.urls"))]
handler500 = outages.server_error

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Not saved. Press again in a moment."


@contextmanager
def locked(_folder):
    """Let somebody else hold the lock that a grade needs."""
    is_sqlite = connection.vendor == "sqlite"
    ours = "PRAGMA busy_timeout = {}" if is_sqlite else "SET lock_timeout = {}"
    theirs = "BEGIN IMMEDIATE" if is_sqlite else "BEGIN; LOCK TABLE reviews_schedule IN ACCESS EXCLUSIVE MODE"
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        cursor.execute(theirs)
        run(ours.format(50))
        yield
        cursor.execute("ROLLBACK")
    run(ours.format(20_000 if is_sqlite else 0))


@contextmanager
def full(folder):
    """Let the database be on a disk without any room."""
    if connection.vendor != "sqlite":
        pytest.skip("The disk of PostgreSQL is not ours to fill.")
    with small_disk(folder) as disk:
        run(f"VACUUM INTO '{disk / 'copy.sqlite3'}'")
        with connected(NAME=str(disk / "copy.sqlite3")):
            connection.ensure_connection()
            fill(disk / "rest")
            yield


@contextmanager
def small_disk(folder):
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603 - our own
        pytest.skip("A disk cannot be mounted here: that takes root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - our own


def fill(file):
    with file.open("wb", buffering=0) as rest:
        for size in (1 << 16, 1):
            with suppress(OSError):
                while rest.write(b"x" * size):
                    pass


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def away(_folder):
    """Let nobody listen where the database was."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's file is not away.")
    with connected(HOST="127.0.0.1", PORT="1"):
        yield


@contextmanager
def connected(**elsewhere):
    usual = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(elsewhere)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


@pytest.fixture
def person(learner):
    person = Client(raise_request_exception=False)
    person.force_login(learner)
    return person


def grade(person, schedule, **options):
    return person.post(f"/review/{schedule.card_id}/grade/", {"grade": 4, "version": schedule.version}, **options)


@pytest.mark.parametrize("outage", [locked, full, away])
def test_a_grade_is_not_saved_and_then_it_is(person, schedule, outage, caplog, tmp_path):
    with outage(tmp_path):
        fragment, page = grade(person, schedule, headers=HTMX), grade(person, schedule)
    assert (fragment.status_code, fragment.text) == (503, SENTENCE)
    assert "HX-Retarget" not in fragment.headers  # so the page keeps the press, and sends it again
    assert page.status_code == 503
    assert SENTENCE in page.text
    assert int(page["Retry-After"])
    assert not ReviewLog.objects.filter(user=schedule.user).exists()
    assert [record.exc_info for record in caplog.records] == [None, None]
    assert all(record.message.startswith("503, OperationalError: ") for record in caplog.records)
    assert grade(person, schedule, headers=HTMX).status_code == 200
    assert ReviewLog.objects.filter(user=schedule.user).count() == 1


def test_a_page_is_calm_and_leads_to_itself(person, tmp_path):
    with away(tmp_path):
        response = person.get("/statistics/?days=30")
    assert response.status_code == 503
    assert 'href="/statistics/?days=30"' in response.text
    assert SENTENCE not in response.text
    assert person.get("/statistics/").status_code == 200


def test_a_connection_that_the_database_ended_is_opened_again(person):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections to end.")
    person.get("/")
    connection.ensure_connection()
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    connection.health_check_done = False  # as with each request
    assert person.get("/courses/").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
        (ZeroDivisionError(), 500),
    ],
)
def test_a_full_disk_is_an_outage_and_a_mistake_is_none(rf, error, status):
    try:
        raise error
    except Exception:
        assert outages.server_error(rf.post("/")).status_code == status


def test_a_mistake_while_an_outage_is_handled_is_a_mistake(rf):
    try:
        try:
            raise OperationalError("away")
        except OperationalError:
            {}["nobody thought of this"]
    except KeyError:
        assert outages.server_error(rf.get("/")).status_code == 500


def test_what_is_raised_from_an_outage_is_one(rf):
    try:
        raise StorageDown("no answer") from OperationalError("away")
    except StorageDown:
        assert outages.server_error(rf.get("/")).status_code == 503


@override_settings(ROOT_URLCONF=__name__)
def test_a_session_that_cannot_be_saved_is_an_outage_and_none_that_has_ended(person, monkeypatch):
    def refuse(_session, **_options):
        raise OperationalError("away")

    monkeypatch.setattr(Session, "save", refuse)
    assert person.get("/remember/").status_code == 503


def test_a_wrong_statement_is_a_mistake(rf):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")
    except Exception:
        assert outages.server_error(rf.get("/")).status_code == 500

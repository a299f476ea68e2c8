"""PostgreSQL stops under a running server and its worker: both go on when it is back, and nobody starts them again."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
import requests
from django.db import connection

from apps.web.tests.support.waiting import free_port, wait_until
from ditcards.tests.support.served import ROOT, SECONDS, environment_in, manage
from ditcards.tests.support.standby import PORT, standby

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="SQLite's file does not stop."),
]


@pytest.fixture(params=["", "&pool=2"], ids=["a connection of each thread", "a pool"])
def site(request, tmp_path):
    """A database of its own, the URL of a server on it, and the processes of the server and of a worker."""
    with standby() as database:
        database.promote()
        user, name, port = connection.settings_dict["USER"], connection.settings_dict["NAME"], free_port()
        url = f"postgres://{user}@:{PORT}/{name}?host={database.folder}{request.param}"
        environment = environment_in(tmp_path, DATABASE_URL=url, SITE_URL=f"http://localhost:{port}")
        assert manage(environment, "build_static").returncode == 0
        with (
            running(environment, "serve", "--bind", f"127.0.0.1:{port}") as server,
            running(environment, "work") as worker,
        ):
            wait_until(lambda: answers(port), SECONDS)
            yield database, f"http://localhost:{port}", (server, worker)


@contextmanager
def running(environment, *command):
    process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, env=environment)  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS)


def answers(port):
    try:
        return requests.get(f"http://localhost:{port}/livez", timeout=SECONDS).ok
    except requests.ConnectionError:
        return False


def test_the_next_press_is_saved_when_the_database_is_back(site):
    database, url, processes = site
    visitor = requests.Session()
    visitor.get(f"{url}/accounts/login/", timeout=SECONDS)
    form = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"], "login": "nobody@example.org", "password": "wrong"}
    press = lambda: visitor.post(f"{url}/accounts/login/", form, timeout=SECONDS)  # noqa: E731
    assert [press().status_code for _ in range(4)] == [200] * 4  # each process of the server has been connected
    database.stop()
    for _ in range(4):
        page = press()
        assert (page.status_code, int(page.headers["Retry-After"]) > 0) == (503, True)
        assert "Not saved. Press again in a moment." in page.text
    assert visitor.get(f"{url}/courses/", timeout=SECONDS).status_code == 503
    database.start()
    assert press().status_code == 200
    assert visitor.get(f"{url}/courses/", timeout=SECONDS).status_code == 200
    database.execute("WITH gone AS (DELETE FROM jobs_worker RETURNING 1) SELECT count(*) FROM gone")
    wait_until(lambda: database.execute("SELECT count(*) FROM jobs_worker"), SECONDS)  # the worker shows itself again
    assert [process.poll() for process in processes] == [None, None]

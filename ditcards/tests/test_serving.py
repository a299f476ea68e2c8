"""Starting the site: `make run` prepares a demo and serves it; `manage.py serve` refuses until nothing is missing."""

import http.client
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from apps.web.tests.support.waiting import children_of, free_port, wait_until
from ditcards.tests.support.served import ROOT, SECONDS, environment_in, is_over, manage

SITE_URL = "http://cards.example.org"


def status_of(port, host="localhost"):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        client.request("GET", "/accounts/login/", headers={"Host": host})
        return client.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        client.close()


def serves_and_ends(command, environment, output, is_served):
    """Start the command, wait until it serves, end it, and with it all that it started; return what it printed."""
    with running(command, environment, output) as site:
        wait_until(is_served)
        site.terminate()
        assert site.wait(SECONDS) == 0
        wait_until(lambda: is_over(site.pid))
    return output.read_text()


@contextmanager
def running(command, environment, output):
    """Start the command; kill what is left of it at the end."""
    with output.open("w") as file:
        site = subprocess.Popen(  # noqa: S603 - our own
            command, cwd=ROOT, env=environment, stdout=file, start_new_session=True
        )
    try:
        yield site
    finally:
        if not is_over(site.pid):
            os.killpg(site.pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif("os.environ.get('DATABASE_URL')", reason="The temporary server has the tables of other tests.")
def test_one_command_serves_the_demo_and_ends_with_its_worker(tmp_path):
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DITCARDS_DATA": str(tmp_path)}
    command = [ROOT / "scripts" / "demo.sh"]
    printed = serves_and_ends(command, environment, tmp_path / "output", lambda: status_of(port) == 200)
    assert f"http://localhost:{port}/" in printed


@pytest.mark.slow
def test_a_site_is_served_once_nothing_is_missing(tmp_path):
    """Each refusal names the command or the variable; after the last one the site is served, with its workers."""
    environment, port = environment_in(tmp_path), free_port()
    serve = ("serve", "--bind", f"127.0.0.1:{port}", "--with-workers")

    def refusal(**variables):
        result = manage({**environment, **variables}, *serve)
        assert (result.returncode, result.stderr.count("\n")) == (1, 1), result.stderr
        return result.stderr

    assert "Run manage.py migrate." in refusal(SITE_URL=SITE_URL)
    manage(environment, "migrate", "--verbosity=0")
    assert "SITE_URL is empty." in refusal()
    environment["SITE_URL"] = SITE_URL
    assert "Run manage.py build_static." in refusal()
    manage(environment, "build_static")
    assert "DEBUG is on" in refusal(DEBUG="on")
    command = [sys.executable, "manage.py", *serve]
    is_served = lambda: status_of(port, "cards.example.org") == 200  # noqa: E731
    assert SITE_URL in serves_and_ends(command, environment, tmp_path / "output", is_served)
    a_new_server_takes_over(command, environment, tmp_path / "output", is_served)
    assert "SECRET_KEY is not the site's." in refusal(SECRET_KEY="another secret of tests that is long enough")
    database = f"sqlite:///{tmp_path / 'ditcards.sqlite3'}"
    assert "The stored files are not those" in refusal(DITCARDS_DATA=str(tmp_path / "other"), DATABASE_URL=database)
    manage(environment, "demo", "--yes")
    assert "Everyone knows the password of these demo people" in refusal()


def a_new_server_takes_over(command, environment, output, is_served):
    """Ask a site for a new server beside the old one (USR2), end the old one, and find the new one at its place."""
    with running(command, environment, output) as site:
        wait_until(is_served)
        before = children_of(site.pid)
        site.send_signal(signal.SIGUSR2)
        wait_until(lambda: children_of(site.pid) - before)
        (new,) = children_of(site.pid) - before
        wait_until(lambda: len(children_of(new)) == len(before))
        site.terminate()
        assert site.wait(SECONDS) == 0
        assert is_served()
        os.kill(new, signal.SIGTERM)
        wait_until(lambda: is_over(site.pid))


@pytest.mark.slow
@pytest.mark.parametrize("port", ["none", "0", "65536", "1.5", "-1"])
def test_a_port_that_is_none_stops_the_demo_with_a_sentence(tmp_path, port):
    environment = {**os.environ, "PORT": port, "DITCARDS_DATA": str(tmp_path)}
    result = subprocess.run(  # noqa: S603 - our own
        [ROOT / "scripts" / "demo.sh"], env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "65535" in result.stderr

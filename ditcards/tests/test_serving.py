"""`make run`: one command prepares the data, serves, runs jobs, and ends with everything that it started."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds):
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def status_of(port):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        client.request("GET", "/accounts/login/")
        return client.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        client.close()


def is_over(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.slow
@pytest.mark.skipif("os.environ.get('DATABASE_URL')", reason="The temporary server has the tables of other tests.")
def test_one_command_serves_the_site_and_ends_with_its_worker(tmp_path):
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DITCARDS_DATA": str(tmp_path)}
    output = tmp_path / "output"
    with output.open("w") as file:
        site = subprocess.Popen(  # noqa: S603 - our own
            [ROOT / "scripts" / "demo.sh"], env=environment, stdout=file, start_new_session=True
        )
    try:
        wait_until(lambda: status_of(port) == 200)
        site.terminate()
        assert site.wait(SECONDS) == 0
        assert f"http://localhost:{port}/" in output.read_text()
        wait_until(lambda: is_over(site.pid))
    finally:
        if not is_over(site.pid):
            os.killpg(site.pid, signal.SIGKILL)

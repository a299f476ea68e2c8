"""The shipped server: whoever sends slowly, or nothing, holds up nobody else; a stop answers what was received."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from apps.web.tests.support.waiting import free_port, wait_until

ROOT = Path(__file__).resolve().parents[3]
APPLICATION = "apps.web.tests.support.tiny_site:application"
SECONDS = 30


class Server:
    """The server with one worker, on a free port, with the application for tests."""

    def __init__(self, log, port=None, workers=1):
        self.port = port or free_port()
        where = ["--workers", str(workers), "--bind", f"127.0.0.1:{self.port}"]
        flags = [*where, "--access-logfile", str(log), APPLICATION]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ditcards.settings"}
        self.process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "gunicorn", *flags], cwd=ROOT, env=environment
        )
        try:
            wait_until(self.answers, SECONDS)
        except AssertionError:
            self.process.kill()
            raise

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), SECONDS)

    def answers(self):
        try:
            self.connect().close()
        except OSError:
            return False
        return True

    def ask(self, path="/", headers=None):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            client.request("GET", path, headers=headers or {})
            response = client.getresponse()
            return response.status, response.read()
        finally:
            client.close()


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("server") / "access.log"


@contextmanager
def started(log, **options):
    server = Server(log, **options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            server.process.wait(SECONDS)


@pytest.fixture(scope="module")
def server(log):
    with started(log) as server:
        yield server


POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: loc", id="half a request"),
        pytest.param(POST + b"12345", id="half a body"),
    ],
)
def test_connections_that_send_too_little_hold_up_nobody(server, sent):
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(server.connect()).sendall(sent)
        assert server.ask()[0] == 200


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n"])
def test_what_is_no_request_is_answered_with_400(server, sent):
    with server.connect() as client:
        client.sendall(sent)
        assert b" 400 Bad Request" in client.recv(1_000)


def test_a_body_that_comes_in_pieces_arrives_whole(server):
    with server.connect() as slow:
        slow.sendall(POST + b"12345")
        assert server.ask()[0] == 200
        slow.sendall(b"67890")
        with http.client.HTTPResponse(slow) as answer:
            answer.begin()
            assert json.loads(answer.read())["body"] == "1234567890"


def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(server, settings):
    with server.connect() as client:
        size = 2 * settings.MAX_REQUEST_BYTES + 1
        client.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.slow
def test_what_a_proxy_adds_reaches_the_site_whose_settings_decide_whether_to_believe_it(server):
    sent = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    seen = json.loads(server.ask(headers=sent)[1])["headers"]
    assert seen["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"


def test_the_access_log_has_a_line_for_each_request(server, log):
    server.ask("/logged?a=1")
    wait_until(lambda: '"GET /logged?a=1 HTTP/1.1" 200 ' in log.read_text(), SECONDS)


@pytest.mark.slow
def test_whoever_kept_the_server_busy_is_answered_after_those_who_came_later(tmp_path):
    log, busy = tmp_path / "access.log", {"Cookie": "sessionid=a", "X-Account": "5", "X-Seconds": "1"}
    with started(log) as server, ThreadPoolExecutor() as pool:
        server.ask(headers=busy)
        with held(server, pool, tmp_path), server.connect() as first, server.connect() as second:
            first.sendall(b"GET /busy HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=a\r\n\r\n")
            second.sendall(b"GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n")
            (tmp_path / "go on").touch()
            assert first.recv(100).startswith(b"HTTP/1.1 200 ")
    paths = [line.split('"')[1].split()[1] for line in log.read_text().splitlines()]
    assert paths[-2:] == ["/other", "/busy"]


def test_who_has_left_before_their_turn_costs_nothing(server, log, tmp_path):
    with ThreadPoolExecutor() as pool, held(server, pool, tmp_path):
        with server.connect() as left:
            left.sendall(b"GET /left HTTP/1.1\r\nHost: localhost\r\n\r\n")
        (tmp_path / "go on").touch()
    assert server.ask("/after")[0] == 200
    wait_until(lambda: "GET /after " in log.read_text(), SECONDS)
    assert "GET /left " not in log.read_text()


def test_a_request_that_came_with_another_one_is_answered_though_its_client_waits(server):
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
        answers = b""
        while answers.count(b"HTTP/1.1 200 ") < 2:
            answers += client.recv(10_000)


@contextmanager
def held(server, pool, folder):
    """Let a request hold the server up, until the block touches the file “go on”."""
    asked = pool.submit(server.ask, f"/held{folder}")
    wait_until((folder / "reached").exists, SECONDS)
    yield
    assert asked.result(SECONDS)[0] == 200


@pytest.mark.slow
def test_sigterm_answers_the_running_request_and_then_ends_the_server(tmp_path):
    answers = []
    with started(tmp_path / "access.log") as server:
        client = Thread(target=lambda: answers.append(server.ask(f"/held{tmp_path}")))
        client.start()
        wait_until((tmp_path / "reached").exists, SECONDS)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.answers(), SECONDS)
        (tmp_path / "go on").touch()
        client.join(SECONDS)
        assert [status for status, _body in answers] == [200]
        assert server.process.wait(SECONDS) == 0

"""Clients press all the time while the server ends, reloads and starts again: whoever was accepted gets an answer."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from threading import Event, Thread

import pytest

from apps.web.server import succession
from apps.web.tests.support.waiting import children_of, free_port, wait_until
from apps.web.tests.test_server import APPLICATION, ROOT, started

pytestmark = pytest.mark.slow
SECONDS = 30
BODY = b"grade=4&version=1"
# As systemd starts the service of a socket: the socket is file 3, and the variables name the process that is meant.
INHERITING = f"""
import os, sys
os.dup2(int(sys.argv[1]), 3)
names = {{"DJANGO_SETTINGS_MODULE": "ditcards.settings", "LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}}
os.execve(sys.executable, [sys.executable, "-m", "gunicorn", "{APPLICATION}"], os.environ | names)
"""


class Client(Thread):
    """Posts one request after the other, on one connection for as long as the server keeps it, or on a new one each."""

    def __init__(self, port, stop, *, keeps_alive):
        super().__init__()
        self.port, self.stop, self.keeps_alive = port, stop, keeps_alive
        self.answered, self.lost = 0, []

    def run(self):
        connection = None
        while not self.stop.is_set():
            connection = connection or self.connect()
            if connection and not self.post(connection):
                connection.close()
                connection = None
        if connection:
            connection.close()

    def connect(self):
        """Return a connection; None while nobody listens, which is no loss."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.01)
            return None
        return connection

    def post(self, connection):
        """Post; return whether the connection can be used again."""
        try:
            connection.request("POST", "/", BODY)
            response = connection.getresponse()
            assert BODY.decode() in response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.lost.append(repr(error))
            return False
        self.answered += 1
        return self.keeps_alive and not response.will_close


@contextmanager
def clients(port):
    stop = Event()
    running = [Client(port, stop, keeps_alive=keeps_alive) for keeps_alive in (True, True, False, False)]
    for each in running:
        each.start()
    try:
        yield running
        time.sleep(0.3)
    finally:
        stop.set()
        for each in running:
            each.join(SECONDS)
    assert [each.lost for each in running] == [[]] * len(running)
    assert all(each.answered for each in running)


def test_no_accepted_connection_is_lost_when_the_server_is_started_again(tmp_path):
    port = free_port()
    with clients(port):
        for _ in range(4):
            with started(tmp_path / "log", port=port, workers=2) as server:
                time.sleep(0.5)
                server.process.send_signal(signal.SIGTERM)
                assert server.process.wait(SECONDS) == 0


def test_no_connection_is_lost_or_refused_when_the_server_reloads(tmp_path):
    with started(tmp_path / "log", workers=2) as server, clients(server.port):
        for _ in range(3):
            before = children_of(server.process.pid)
            server.process.send_signal(signal.SIGHUP)
            wait_until(lambda old=before: not old & children_of(server.process.pid), SECONDS)


def test_no_connection_is_lost_when_a_new_server_takes_over(tmp_path):
    with started(tmp_path / "log", workers=2) as server, clients(server.port):
        wait_until(lambda: len(children_of(server.process.pid)) == 2, SECONDS)
        old = children_of(server.process.pid)
        server.process.send_signal(signal.SIGUSR2)
        wait_until(lambda: children_of(server.process.pid) - old, SECONDS)
        (new,) = children_of(server.process.pid) - old
        try:
            wait_until(lambda: len(children_of(new)) == 2, SECONDS)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(SECONDS) == 0
            time.sleep(0.5)
        finally:
            os.kill(new, signal.SIGTERM)
        wait_until(lambda: not is_listening(server.port), SECONDS)


def test_workers_whose_server_was_killed_answer_and_leave_its_port_to_the_next_one(tmp_path):
    with started(tmp_path / "log", workers=2) as server:
        wait_until(lambda: len(children_of(server.process.pid)) == 2, SECONDS)
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)) as connection:
            connection.connect()
            server.process.kill()
            server.process.wait(SECONDS)
            connection.request("POST", "/", BODY)
            assert connection.getresponse().status == 200
        wait_until(lambda: not is_listening(server.port), SECONDS)


def test_a_socket_that_systemd_keeps_serves_again_after_each_start():
    with socket.create_server(("127.0.0.1", 0)) as kept:
        port = kept.getsockname()[1]
        for _start in range(3):
            command = [sys.executable, "-c", INHERITING, str(kept.fileno())]
            server = subprocess.Popen(command, cwd=ROOT, pass_fds=[kept.fileno()])  # noqa: S603 - our own
            try:
                assert posted(port) == 200
            finally:
                server.terminate()
                server.wait(SECONDS)


def posted(port):
    """Return the status of the answer to whoever connects now, though the server may only begin."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("POST", "/", BODY)
        return connection.getresponse().status
    finally:
        connection.close()


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_who_has_begun_a_connection_gets_it_and_nobody_begins_another_one():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as late:
        address = listener.getsockname()
        with socket.create_connection(address, SECONDS) as early:
            if not succession.begin_no_connection(listener):
                pytest.skip("Only Linux filters what comes to a listener.")
            late.settimeout(0.3)
            with pytest.raises(TimeoutError):
                late.connect(address)
            accepted, _ = listener.accept()
            with accepted:
                early.sendall(b"x")
                assert accepted.recv(1) == b"x"


def test_workers_up_to_the_age_of_a_reload_have_successors(monkeypatch):
    monkeypatch.setattr(succession, "_note", bytearray(16))
    succession.supersede(3)
    assert [succession.has_successors(age) for age in (2, 3, 4)] == [True, True, False]


def test_a_new_server_that_did_not_start_succeeds_nobody(monkeypatch):
    monkeypatch.setattr(succession, "_note", bytearray(16))
    refusing = subprocess.Popen([sys.executable, "-c", ""])
    succession.supersede(3, while_alive=refusing.pid)
    assert succession.has_successors(3)
    refusing.wait(SECONDS)
    assert not succession.has_successors(3)


def test_a_server_that_drains_goes_on_until_load_balancers_have_noticed(tmp_path, monkeypatch):
    monkeypatch.setenv("DRAIN_SECONDS", "2")
    with started(tmp_path / "log") as server:
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with server.connect() as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            with http.client.HTTPResponse(client) as answer:
                answer.begin()
                assert (answer.status, answer.will_close) == (200, True)
        assert server.process.poll() is None
        assert server.process.wait(SECONDS) == 0

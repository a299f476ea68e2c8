"""The server's loop: many silent connections cost nothing, and none that changes is forgotten."""

import socket
from contextlib import ExitStack

import pytest
from waitress import wasyncore

from apps.web.server.event_loop import EventLoop


class Echo(wasyncore.dispatcher):
    """Answers what it reads, and counts how often it is asked what it waits for."""

    def __init__(self, sock, sockets):
        super().__init__(sock, map=sockets)
        self.asked, self.pending = 0, b""

    def readable(self):
        self.asked += 1
        return not self.pending

    def writable(self):
        return bool(self.pending)

    def handle_read(self):
        self.pending = self.recv(100)

    def handle_write(self):
        self.send(self.pending)
        self.pending = b""

    def handle_close(self):
        self.close()


@pytest.fixture
def sockets():
    return {}


@pytest.fixture
def connect(sockets):
    with ExitStack() as stack:

        def connect():
            ours, theirs = (stack.enter_context(each) for each in socket.socketpair())
            ours.setblocking(False)
            theirs.settimeout(10)
            return Echo(ours, sockets), theirs

        yield connect


def test_a_silent_connection_is_not_asked_again_when_another_one_works(sockets, connect, monkeypatch):
    monkeypatch.setattr("apps.web.server.event_loop.LOOK_SECONDS", 1000)
    loop = EventLoop(sockets)
    silent, _other_end = connect()
    _working, client = connect()
    for _ in range(10):
        client.sendall(b"hello")
        loop.turn(1)
        loop.turn(1)
        assert client.recv(100) == b"hello"
    assert silent.asked == 1


def test_what_was_silent_is_answered_as_soon_as_it_sends(sockets, connect):
    loop = EventLoop(sockets)
    _silent, client = connect()
    loop.turn(0)
    client.sendall(b"late")
    loop.turn(1)
    loop.turn(1)
    assert client.recv(100) == b"late"


def test_a_new_connection_under_the_number_of_a_closed_one_is_answered(sockets, connect):
    loop = EventLoop(sockets)
    first, client = connect()
    loop.turn(0)
    number = first.socket.fileno()
    client.close()
    loop.turn(1)
    assert number not in sockets
    second, client = connect()
    client.sendall(b"hello")
    loop.turn(1)
    loop.turn(1)
    assert client.recv(100) == b"hello"
    assert second.asked


def test_a_connection_that_was_closed_elsewhere_is_forgotten(sockets, connect):
    loop = EventLoop(sockets)
    first, _client = connect()
    loop.turn(0)
    first.close()
    loop.turn(0)
    assert loop.waiting == {}

"""Whoever keeps the server busy waits for everybody else, and never has all of its processes."""

import errno
import fcntl
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from apps.web.server import turns, usage
from apps.web.server.turns import Lanes, Turns
from apps.web.server.usage import SHARE_A_SECOND, SHARE_SECONDS, Clients, Sessions, Usage

HERE, THERE = "192.0.2.1", "192.0.2.2"


class Channel:
    """A connection with a request."""

    def __init__(self, session="", address=HERE, path="/", **headers):
        cookie = {"COOKIE": f"theme=dark; sessionid={session}"} if session else {}
        self.requests = [SimpleNamespace(headers=cookie | headers, error=None, path=path)]
        self.addr = (address, 1)


@pytest.fixture
def lanes(tmp_path):
    lanes = Lanes(tmp_path / "lanes", 1)
    yield lanes
    lanes.file.close()


@pytest.fixture
def queue(lanes):
    return Turns(Clients("sessionid", 0, Sessions()), Usage(), lanes, ("/static/",))


def keep_busy(queue, account, session):
    """Let an account use far more than its share."""
    queue.charge(Channel(session), account, SHARE_SECONDS + 60)


def test_those_who_are_not_busy_have_their_turn_as_they_come(queue):
    first, second = Channel("a"), Channel(address=THERE)
    queue.append(first)
    queue.append(second)
    assert [queue.popleft(), queue.popleft()] == [first, second]
    assert not queue


def test_a_busy_account_waits_until_nobody_else_does(queue):
    keep_busy(queue, 5, "a")
    busy, other = Channel("a"), Channel("b", THERE)
    queue.append(busy)
    queue.append(other)
    assert not queue.admit()
    assert queue.popleft() is other
    assert queue.admit()
    assert queue.popleft() is busy


def test_another_session_of_a_busy_account_waits_as_well(queue):
    keep_busy(queue, 5, "a")
    queue.charge(Channel("b"), 5, 0)
    queue.append(Channel("b"))
    assert not queue


def test_a_session_that_nobody_knows_counts_for_its_address_so_that_inventing_one_helps_nobody(queue):
    queue.charge(Channel("made up"), None, SHARE_SECONDS + 60)
    queue.append(Channel("made up too"))
    assert not queue
    queue.append(Channel("made up too", THERE))
    assert len(queue) == 1


def test_who_is_logged_in_does_not_wait_for_a_busy_address(queue):
    queue.charge(Channel("a"), 5, 0)
    queue.charge(Channel(), None, SHARE_SECONDS + 60)
    queue.append(Channel("a"))
    assert len(queue) == 1


def test_a_session_that_has_ended_counts_for_its_address_and_not_for_its_account(queue):
    keep_busy(queue, 5, "a")
    queue.charge(Channel("a", THERE), 0, 0)
    queue.append(Channel("a", THERE))
    assert len(queue) == 1
    queue.charge(Channel("a", THERE), 0, SHARE_SECONDS + 60)
    queue.charge(Channel("b"), 6, 0)
    queue.append(Channel("b"))
    assert len(queue) == 2


def test_an_answer_that_does_not_tell_whose_it_was_ends_no_session(queue):
    keep_busy(queue, 5, "a")
    queue.charge(Channel("a"), None, 0)
    queue.append(Channel("a"))
    assert not queue


def test_a_made_up_session_takes_the_place_of_no_other(monkeypatch):
    monkeypatch.setattr(usage, "SLOTS", 1)
    clients = Clients("sessionid", 0, Sessions())
    clients.learn(Channel("a").requests[0].headers, 5)
    clients.learn(Channel("b").requests[0].headers, 0)
    assert clients.client_of(Channel("a").requests[0].headers, HERE) == "account 5"


@pytest.mark.parametrize("cookie", ["sessionid=new{}; sessionid=a", 'sessionid="a"', "sessionid= a ; b={}"])
def test_another_way_to_write_ones_session_helps_nobody(queue, cookie):
    for number in range(3):
        queue.charge(Channel(COOKIE=cookie.format(number)), 5, SHARE_SECONDS)
    queue.append(Channel(COOKIE=cookie.format(4)))
    assert not queue


def test_files_that_are_the_same_for_everybody_wait_for_nobody(queue):
    queue.charge(Channel(), None, SHARE_SECONDS + 60)
    queue.append(Channel(path="/static/site.css"))
    assert len(queue) == 1


def test_who_has_waited_too_long_goes_before_those_who_are_not_busy(queue, monkeypatch):
    keep_busy(queue, 5, "a")
    busy, other = Channel("a"), Channel("b", THERE)
    queue.append(busy)
    queue.append(other)
    monkeypatch.setattr(turns, "MAX_WAIT_SECONDS", 0)
    assert queue.admit()
    assert list(queue.ready) == [other, busy]


def test_at_the_end_nobody_waits_for_others(queue):
    keep_busy(queue, 5, "a")
    queue.append(Channel("a"))
    queue.admit_all()
    queue.append(Channel("a"))
    assert len(queue) == 2


def test_of_those_that_are_busy_who_used_least_goes_first(queue):
    keep_busy(queue, 5, "a")
    queue.charge(Channel("b"), 6, SHARE_SECONDS + 1)
    for session in ("a", "a", "b"):
        queue.append(Channel(session))
    queue.admit()
    assert "sessionid=b" in queue.popleft().requests[0].headers["COOKIE"]


def test_one_busy_request_at_a_time_is_answered_and_the_next_after_it(queue):
    keep_busy(queue, 5, "a")
    first, second = Channel("a"), Channel("a")
    queue.append(first)
    queue.append(second)
    assert queue.admit()
    assert queue.popleft() is first
    assert not queue.admit()
    queue.end(first)
    assert queue.admit()


def test_more_than_a_class_that_waits_is_refused(queue, monkeypatch):
    monkeypatch.setattr(turns, "MAX_WAITING", 2)
    keep_busy(queue, 5, "a")
    for _ in range(3):
        queue.append(Channel("a"))
    assert queue.popleft().requests[0].error.code == 429
    assert len(queue.waiting) == 2


def test_another_process_of_the_machine_works_for_nobody_busy_while_this_one_does(lanes):
    code = "import sys; from pathlib import Path; from apps.web.server.turns import Lanes\n"
    code += f"sys.exit(Lanes(Path({lanes.file.name!r}), int(sys.argv[1])).take())"

    def can_take(number):
        return subprocess.run([sys.executable, "-c", code, str(number)], check=False).returncode  # noqa: S603 - our own

    assert lanes.take()
    assert not can_take(1)
    assert can_take(2)
    lanes.leave()
    assert can_take(1)


def test_where_files_cannot_be_locked_nobody_is_kept_from_a_process(lanes, monkeypatch):
    def refuse(*_arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "lockf", refuse)
    assert lanes.take()
    lanes.leave()


def test_what_was_used_is_forgotten_with_time():
    usage, client = Usage(), "account 5"
    usage.add(client, SHARE_SECONDS + 1, now=100)
    assert usage.is_busy(client, now=100)
    assert not usage.is_busy(client, now=100 + 1.5 / SHARE_A_SECOND)
    assert usage.of(client, now=1_000_000) == 0
    assert not usage.is_busy("account 6", now=100)


def test_what_one_process_notes_the_others_see():
    usage = Usage()
    if not (process := os.fork()):
        usage.add("account 5", 60, now=100)
        os._exit(0)
    os.waitpid(process, 0)
    assert usage.is_busy("account 5", now=100)


def test_a_session_that_one_process_answered_the_others_know():
    clients = Clients("sessionid", 0, Sessions())
    headers = Channel("a").requests[0].headers
    if not (process := os.fork()):
        clients.learn(headers, 5)
        os._exit(0)
    os.waitpid(process, 0)
    assert clients.client_of(headers, HERE) == "account 5"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "192.0.2.9", HERE),
        (1, "made up, 192.0.2.9", "192.0.2.9"),
        (2, "192.0.2.9", HERE),
        (1, "", HERE),
        (1, "2001:db8::1", "2001:db8::/64"),  # all of them are one customer's
        (1, "unix:", "unix:"),
    ],
)
def test_an_address_is_the_one_that_the_last_trusted_proxy_saw(trusted, forwarded, address):
    clients = Clients("sessionid", trusted, Sessions())
    assert clients.client_of({"X_FORWARDED_FOR": forwarded}, HERE) == f"address {address}"

"""What a process of `manage.py serve` leaves to the server, when it does something else beside it."""

import os

import pytest

from apps.operations.node.server import inherited_listeners


@pytest.mark.parametrize(
    ("variables", "listeners"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"GUNICORN_FD": "5,7"}, [5, 7], id="an older server"),
        pytest.param({"LISTEN_FDS": "2", "LISTEN_PID": str(os.getpid())}, [3, 4], id="systemd"),
        pytest.param({"LISTEN_FDS": "2", "LISTEN_PID": "1"}, [], id="systemd to another process"),
    ],
)
def test_the_sockets_that_were_given_to_this_process_are_known(monkeypatch, variables, listeners):
    for name in ("GUNICORN_FD", "LISTEN_FDS", "LISTEN_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert inherited_listeners() == listeners

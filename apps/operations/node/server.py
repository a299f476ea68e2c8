"""Starts the server (gunicorn.conf.py) in this process: for the demo and for a site, by the same configuration."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from gunicorn.util import parse_address

INHERITED = ("LISTEN_FDS", "GUNICORN_FD")  # sockets from systemd, or from an older server


def refuse_used_address(bind: str) -> None:
    """Raise CommandError where nothing can listen at HOST:PORT: gunicorn's own message is a page long."""
    address = _parsed(bind)
    if isinstance(address, str) or any(map(os.environ.get, INHERITED)):
        return
    with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
        # As gunicorn sets it, so that a port that was in use a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                problem = f"{bind} is in use. Stop the program that uses it, or choose another port."
            else:
                problem = f"{bind} cannot be used ({error.strerror}). Choose another address or port."
            raise CommandError(problem) from error


def close_connections() -> None:
    """Close all connections, and the pools that hold them: two processes must not speak on one after a fork."""
    for each in connections.all(initialized_only=True):
        each.close()
        if each.vendor == "postgresql":
            each.close_pool()  # type: ignore[attr-defined]


def serve(bind: str) -> None:
    """Serve until SIGTERM or Ctrl+C, which ends this process."""
    from gunicorn.app.wsgiapp import WSGIApplication

    close_connections()
    ours = sys.argv
    sys.argv = ["gunicorn", "--config", str(settings.BASE_DIR / "gunicorn.conf.py"), "--bind", bind]
    application = WSGIApplication()  # which reads its options here
    sys.argv = ours  # by which a new server starts beside this one, after USR2
    application.run()


def _parsed(bind: str) -> tuple[str, int] | str:
    """Return a host and a port, or the path of a socket."""
    problem = f"--bind is {bind!r}. Set it to HOST:PORT, for example 127.0.0.1:8000, or to unix:/folder/socket."
    try:
        address: tuple[str, int] | str = parse_address(bind)
    except RuntimeError as error:
        raise CommandError(problem) from error
    if isinstance(address, tuple) and not 0 < address[1] <= 65_535:
        raise CommandError(problem)
    return address

"""Starts the server (gunicorn.conf.py) in this process: for the demo and for a site, by the same configuration."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from gunicorn.util import parse_address

FIRST_LISTENER = 3  # of systemd: sd_listen_fds(3)
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


def inherited_listeners() -> list[int]:
    """Return the file numbers of the sockets that systemd, or an older server, gave to this process to listen on."""
    if given := os.environ.get("GUNICORN_FD"):
        return [int(each) for each in given.split(",")]
    is_given = os.environ.get("LISTEN_PID") == str(os.getpid())
    return list(range(FIRST_LISTENER, FIRST_LISTENER + int(os.environ.get("LISTEN_FDS", "0")))) if is_given else []


def fork_aside() -> bool:
    """Fork a process that does not serve, without connections and listeners; return whether this is the new one."""
    listeners = inherited_listeners()
    close_connections()
    if os.fork():
        return False
    for each in listeners:
        os.close(each)
    return True


def serve(bind: str) -> None:
    """Serve until SIGTERM or Ctrl+C, which ends this process."""
    from gunicorn.app.wsgiapp import WSGIApplication

    close_connections()
    options = sys.argv[1:]
    sys.argv = ["gunicorn", "--config", str(settings.BASE_DIR / "gunicorn.conf.py"), "--bind", bind]
    application = WSGIApplication()  # which reads its options here
    # By this, a new server starts beside this one, after USR2.
    sys.argv = [str(settings.BASE_DIR / "manage.py"), *options]
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

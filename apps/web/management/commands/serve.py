"""Prepares the data and serves the site on this machine, with a worker for background jobs: all from one process."""

import os
import signal
import sys
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from apps.web.assets import freshness

SLOTS: tuple[dict[str, bool], ...] = ({"short": True}, {})  # no short job waits for a long one
RESTART_SECONDS = 3  # between two workers, should one not be able to run


class Command(BaseCommand):
    """What `make run` and `make dev` start. Django is loaded once: server and worker are forks of this process."""

    help = "Prepare the data, then serve the site on this machine and run its background jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to serve."""
        parser.add_argument("port", type=int)
        parser.add_argument("--reload", action="store_true", help="use Django's development server")

    def handle(self, *_arguments: object, port: int, reload: bool, **_options: object) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        if not settings.DEBUG and not freshness.is_fresh():
            self.stdout.write("Building the style sheets and scripts ...")
            call_command("build_static")
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - ourselves, with what was built
        try:
            self._prepare(port)
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used ({error}). Set DATABASE_URL, or set DITCARDS_DATA to a writable folder."
            ) from error
        connections.close_all()  # none survives a fork
        for slot in SLOTS:
            _start_worker(slot)
        address = f"127.0.0.1:{port}"
        if reload:
            os.execv(sys.executable, [sys.executable, "manage.py", "runserver", address])  # noqa: S606 - ourselves
        from gunicorn.app.wsgiapp import run

        sys.argv = ["gunicorn", "--bind", address]
        run()

    def _prepare(self, port: int) -> None:
        try:
            call_command("migrate", "--check", "--verbosity=0")
        except SystemExit:  # there are migrations to apply
            call_command("migrate", "--verbosity=0")
        call_command("demo", "--if-empty")
        self.stdout.write(f"Ditcards is at http://localhost:{port}/ (Ctrl+C stops it).")
        call_command("demo", "--show")
        self.stdout.flush()


def _start_worker(slot: dict[str, bool]) -> None:
    """Start a worker (docs/jobs.md) beside this process. It is started again when it was killed."""
    server = os.getpid()
    if os.fork():
        return
    # Like the server, it goes on when its terminal is closed; and a job is ended by its own worker.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while os.getppid() == server:
        if not (worker := os.fork()):
            call_command("work", exit_with=server, **slot)
            os._exit(0)
        os.waitpid(worker, 0)
        _wait_while_running(server)
    os._exit(0)


def _wait_while_running(server: int) -> None:
    end = time.monotonic() + RESTART_SECONDS
    while os.getppid() == server and time.monotonic() < end:
        time.sleep(0.1)

"""manage.py serve_demo: what `make run` and `make dev` start, on this machine alone."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from apps.operations.node.job_workers import start_job_workers
from apps.operations.node.refusals import database_away, first_of
from apps.operations.node.server import refuse_used_address, serve
from apps.web.assets import freshness


class Command(BaseCommand):
    """Prepares the data and serves it. Django is loaded once: server and workers are forks of this process."""

    help = "Prepare the data, then serve the site on this machine alone and run its background jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to serve."""
        parser.add_argument("port", type=int)
        parser.add_argument("--reload", action="store_true", help="use Django's development server")

    def handle(self, *_arguments: object, port: int, reload: bool, **_options: Any) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        address = f"127.0.0.1:{port}"
        refuse_used_address(address)
        if not settings.DEBUG and not freshness.is_fresh():
            self.stdout.write("Building the style sheets and scripts ...")
            call_command("build_static")
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - ourselves, with what was built
        self._prepare(port)
        start_job_workers()
        if reload:
            os.execv(sys.executable, [sys.executable, "manage.py", "runserver", address])  # noqa: S606 - ourselves
        serve(address)

    def _prepare(self, port: int) -> None:
        if sentence := first_of(database_away):
            raise CommandError(sentence)
        try:
            call_command("migrate", "--check", "--verbosity=0")
        except SystemExit:  # there are migrations to apply
            call_command("migrate", "--verbosity=0")
        call_command("demo", "--if-empty")
        self.stdout.write(f"Ditcards is at http://localhost:{port}/ (Ctrl+C stops it).")
        call_command("demo", "--show")
        self.stdout.flush()

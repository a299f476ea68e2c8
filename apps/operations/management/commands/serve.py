"""manage.py serve: the start of a site for others."""

from argparse import ArgumentParser
from typing import Any

from apps.operations.node.job_workers import start_job_workers
from apps.operations.node.mail import warn_of_mail_problem
from apps.operations.node.server import refuse_used_address, serve
from apps.operations.node.services.site_identity import identify_site
from apps.web.http import site_url
from apps.web.management.node_command import NODE, SERVER, NodeCommand


class Command(NodeCommand):
    """Refuses to serve where something would be lost or open (apps/operations/node/refusals.py)."""

    help = "Serve the site at SITE_URL, behind a proxy. It refuses with a sentence while something is missing."
    requires_system_checks = [NODE, SERVER]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to serve, and what to run beside it."""
        parser.add_argument(
            "--bind",
            default="127.0.0.1:8000",
            metavar="ADDRESS",
            help="HOST:PORT or unix:/folder/socket, where the proxy in front finds this server (default: %(default)s)",
        )
        parser.add_argument(
            "--with-workers", action="store_true", help="also run background jobs, for a site of one machine"
        )

    def handle(self, *_arguments: object, bind: str, with_workers: bool, **_options: Any) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        refuse_used_address(bind)
        identify_site()
        warn_of_mail_problem(self.stderr.write)
        self.stdout.write(f"Ditcards serves {site_url()}/ at {bind}.")
        self.stdout.flush()
        if with_workers:
            start_job_workers()
        serve(bind)

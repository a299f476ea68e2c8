"""manage.py check_mail: whether the site can send e-mails."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.operations.node.mail import mail_problem, send_test


class Command(BaseCommand):
    """Connects, logs in and, with an address, sends an e-mail there."""

    help = "Connect to the mail server and log in; with an address, send it a test e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to send."""
        parser.add_argument("address", nargs="?", default="", help="who gets a test e-mail")

    def handle(self, *_arguments: object, address: str, **_options: Any) -> None:
        """Raise CommandError with what is wrong, or say what works."""
        if not settings.SENDS_EMAIL:
            raise CommandError("EMAIL_URL is empty: e-mails are printed. Set it to smtp+tls://user:password@host:587.")
        if problem := mail_problem() or (address and send_test(address)):
            raise CommandError(problem)
        sent = f"took an e-mail to {address}" if address else "can be reached, and the login works"
        self.stdout.write(f"The mail server {sent}.")

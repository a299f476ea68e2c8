"""Lets people make courses on a site where those who are invited teach."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.services.invite_to_teach import invite_to_teach
from apps.accounts.user_lookup import user_by_email


class Command(BaseCommand):
    """Marks a person as invited to teach, or takes that back; it matters where TEACHING is "invited"."""

    help = "Let a person make courses where TEACHING is “invited”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", metavar="EMAIL", help="the e-mail address they log in with")
        parser.add_argument("--take-back", action="store_true", help="let them make no more courses")

    def handle(self, *args: object, **options: Any) -> None:
        """Mark the person."""
        person, invited = user_by_email(options["email"]), not options["take_back"]
        invite_to_teach(person, invited=invited)
        self.stdout.write(f"{person.email} may {'make courses' if invited else 'make no more courses'}.")

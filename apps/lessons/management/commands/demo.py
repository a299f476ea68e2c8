"""Creates the demo people and their course."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.lessons.services import demo


class Command(BaseCommand):
    """Creates the demo people and their course; running it again changes nothing."""

    help = "Create the demo people (password: ditcards) and a course with two lessons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--if-empty", action="store_true", help="only on a site without people and courses")
        parser.add_argument("--yes", action="store_true", help="also with DEBUG off")
        parser.add_argument("--show", action="store_true", help="only list the demo people who exist")

    def handle(self, *args: object, **options: Any) -> None:
        """Create or list."""
        if options["show"]:
            self._list()
        elif not options["if_empty"] or demo.site_is_empty():
            self._create(options["yes"])

    def _create(self, yes: bool) -> None:
        if not (settings.DEBUG or yes):
            raise CommandError(
                "DEBUG is off, and everyone knows the password of the demo people. Add --yes to create them anyway."
            )
        deck = demo.fill(timezone.now())
        self.stdout.write(f"The demo course is ready: {deck.flashcards().count()} flashcards in “{deck}”.")

    def _list(self) -> None:
        people = demo.people()
        if not people:
            return
        width = max(len(email) for email, _purpose in people)
        self.stdout.write(f"{'Log in as':<{width}}   Password   Who")
        for email, purpose in people:
            self.stdout.write(f"{email:<{width}}   {demo.PASSWORD:<8}   {purpose}")

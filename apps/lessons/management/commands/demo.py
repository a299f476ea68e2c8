"""Fills the site with the demo people and their course."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.lessons import demo


class Command(BaseCommand):
    """Fills the site with the demo people and their course; running it again changes nothing."""

    help = "Make the demo people (password: ditcards) and a course with two lessons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare when to fill."""
        parser.add_argument("--if-empty", action="store_true", help="only when nobody and nothing is here yet")
        parser.add_argument("--yes", action="store_true", help="also on a site that runs with DEBUG off")
        parser.add_argument("--show", action="store_true", help="only list the demo people who are here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill or show."""
        if options["show"]:
            self._show()
        elif not options["if_empty"] or demo.site_is_empty():
            self._fill(options["yes"])

    def _fill(self, yes: bool) -> None:
        if not (settings.DEBUG or yes):
            raise CommandError(
                "DEBUG is off, and everyone knows the password of the demo people. Add --yes if you mean it."
            )
        deck = demo.fill(timezone.now())
        self.stdout.write(f"The demo course is here: {deck.flashcards().count()} flashcards in “{deck}”.")

    def _show(self) -> None:
        people = demo.people()
        if not people:
            return
        width = max(len(address) for address, _ in people)
        self.stdout.write(f"{'Log in as':<{width}}   Password   Who")
        for address, purpose in people:
            self.stdout.write(f"{address:<{width}}   {demo.PASSWORD:<8}   {purpose}")

"""Exports a deck to a file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.user_lookup import user_by_email
from apps.cards.deck_lookup import deck_named
from apps.exchange.export_formats import FORMATS
from apps.exchange.media_export import MissingPicture
from apps.web.management.command_output import STDOUT, open_output


class Command(BaseCommand):
    """Exports a deck; the same deck gives the same bytes."""

    help = "Export a deck as an Anki package, a table, Markdown or JSON, also in a zip with its media."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which deck, in which format, and the file."""
        parser.add_argument("slug", help="the deck's name in its URL")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--with-schedule", metavar="EMAIL", help="whose schedules and answers a package includes")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file to write, or -")

    def handle(self, *_args: object, slug: str, output: str, **options: Any) -> None:
        """Write the file."""
        deck, chosen = deck_named(slug), FORMATS[options["format"]]
        learner = user_by_email(options["with_schedule"]) if options["with_schedule"] else None
        try:
            with open_output(output) as file:
                chosen.write(deck, file, learner)
        except MissingPicture as problem:
            raise CommandError(str(problem)) from problem
        if output != STDOUT:
            self.stdout.write(f"Exported {deck.title} to {output}.")

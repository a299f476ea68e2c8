"""Finds a person's cards or notes."""

import json
import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.user_lookup import user_by_email
from apps.search.search import search_cards, search_notes
from apps.search.tree import SearchError

MAX_LISTED = 100
NEGATED = re.compile(r"-(?!-|h$|v\d?$)")


class Command(BaseCommand):
    """Prints what a search finds, as the browser of cards does."""

    help = (
        "Find cards in the decks that a person studies, owns or teaches, as in: find ada@example.org 'tag:verb -is:new'"
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """Take what begins with a minus and is no option for the search: `find ada@example.org -is:new`."""
        queries = [argument for argument in argv[2:] if NEGATED.match(argument)]
        others = [argument for argument in argv if argument not in queries]
        super().run_from_argv([*others, "--", *queries] if queries and "--" not in argv else argv)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the person, the search and the options."""
        parser.add_argument("email")
        parser.add_argument("query", help="see docs/search.md")
        parser.add_argument("--notes", action="store_true", help="find notes instead of cards")
        parser.add_argument("--json", action="store_true", help='all of them: {"query", "total", "ids"}, or {"error"}')

    def handle(self, *args: object, **options: Any) -> None:
        """Search and print."""
        person, query = user_by_email(options["email"]), options["query"]
        search = search_notes if options["notes"] else search_cards
        try:
            rows = search(person, query, now=timezone.now())
        except SearchError as error:
            self._refuse(query, error, as_json=options["json"])
        if options["json"]:
            ids = list(rows.values_list("pk", flat=True))
            self.stdout.write(json.dumps({"query": query, "total": len(ids), "ids": ids}))
        else:
            self._list(rows, "notes" if options["notes"] else "cards")

    def _refuse(self, query: str, error: SearchError, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": {"message": str(error), "at": error.at}}))
            raise SystemExit(1)
        raise CommandError(f"{query}\n{' ' * error.at}^\n{error}")

    def _list(self, rows: QuerySet[Any], noun: str) -> None:
        for row in rows[:MAX_LISTED]:
            self.stdout.write(f"{row.pk:>8}  {row}")
        total = rows.count()
        shown = f", the first {MAX_LISTED} of them here" if total > MAX_LISTED else ""
        self.stdout.write(f"{total:,} {noun}{shown}.")

"""Checks that the data is consistent; changes nothing."""

from argparse import ArgumentParser
from itertools import chain

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize
from django.utils import timezone

from apps.cards.media import invariants as of_media
from apps.cards.services.media import delete_unused
from apps.paper_sessions import invariants as of_paper
from apps.reviews import invariants as of_reviews
from apps.reviews.models import ReviewLog, Schedule
from apps.web.statements import across_users

MAX_SHOWN = 100


class Command(BaseCommand):
    """Replays every learner's answers from the first and compares; exits with status 1 where anything differs."""

    help = "Check that every schedule follows from its answers, and what else must always be true. Reads only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one option."""
        parser.add_argument("--files", action="store_true", help="also read every picture and sound, and compare it")

    @across_users("the answers of all learners are checked")
    def handle(self, *_args: object, files: bool, **_options: object) -> None:
        """Print every problem, how much was checked, and what nothing needs any longer."""
        checks = [*of_reviews.CHECKS, *of_media.CHECKS, *of_paper.CHECKS]
        checks += of_media.CHECKS_OF_CONTENT if files else ()
        number = 0
        for number, problem in enumerate(chain.from_iterable(check() for check in checks), start=1):
            if number <= MAX_SHOWN:
                self.stderr.write(problem)
        checked = f"{Schedule.objects.count():,} schedules, {ReviewLog.objects.count():,} answers"
        if number:
            raise CommandError(f"{number:,} problem{pluralize(number)} in {checked}.")
        self.stdout.write(f"No problems found: {checked}, {len(checks)} checks.")
        self._tell_of_unused()

    def _tell_of_unused(self) -> None:
        count, _size = delete_unused(now=timezone.now(), dry_run=True)
        if count:
            self.stdout.write(f"{count:,} pictures or sounds belong to no deck. Delete them: manage.py clean_media.")

"""Checks that the data is consistent; changes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from apps.reviews import invariants
from apps.reviews.models import ReviewLog, Schedule
from apps.web.statements import across_users

MAX_SHOWN = 100


class Command(BaseCommand):
    """Replays every learner's answers from the first and compares; exits with status 1 where anything differs."""

    help = "Check that every schedule follows from its answers, and what else must always be true. Reads only."

    @across_users("the answers of all learners are checked")
    def handle(self, *args: object, **options: object) -> None:
        """Print every problem, and how much was checked."""
        number = 0
        for number, problem in enumerate(invariants.problems(), start=1):
            if number <= MAX_SHOWN:
                self.stderr.write(problem)
        checked = f"{Schedule.objects.count():,} schedules, {ReviewLog.objects.count():,} answers"
        if number:
            raise CommandError(f"{number:,} problem{pluralize(number)} in {checked}. Nothing was changed.")
        self.stdout.write(f"No problems found: {checked}, {len(invariants.CHECKS)} checks.")

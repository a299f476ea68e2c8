"""Fills the site with learners and their answers, for measurements."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.reviews.services.load.seed import AlreadySeeded, SeededLoad, seed_load

PROGRESS_EVERY = 100  # learners


class Command(BaseCommand):
    """`manage.py seed_load --learners 1100 --cards 1000 --reviews 10`: 1.1 million schedules, 11 million answers."""

    help = "Add made-up learners who answered all cards of a made-up course, for measurements; never on a real site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much of each, and the seed of what is random."""
        parser.add_argument("--learners", type=int, default=1100)
        parser.add_argument("--cards", type=int, default=1000, help="That each learner learned.")
        parser.add_argument("--reviews", type=int, default=10, help="Answers to each card.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same load.")

    def handle(self, **options: Any) -> None:
        """Seed the load."""
        load = SeededLoad(*(options[name] for name in ("learners", "cards", "reviews", "seed")))
        if min(load.learners, load.cards, load.reviews) < 1:
            raise CommandError("Use numbers from 1.")
        try:
            seed_load(load, today=User().study_day(timezone.now()), progress=self._progress)
        except AlreadySeeded:
            raise CommandError(f"This site has the load of seed {load.seed} already. Use another --seed.") from None
        schedules = load.learners * load.cards
        self.stdout.write(f"{schedules:,} schedules and {schedules * load.reviews:,} answers.")

    def _progress(self, learners: int) -> None:
        if learners % PROGRESS_EVERY == 0:
            self.stdout.write(f"{learners:,} learners")

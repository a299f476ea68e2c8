"""Creates the demo people and their course."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.courses.models import Course
from apps.lessons.services import demo
from apps.teaching.class_demo.services.fill_class import ClassSize, fill_class

PROGRESS_EVERY = 10  # learners


class Command(BaseCommand):
    """Creates the demo people and their course; running it again changes nothing.

    Everyone knows their passwords: a site that others reach gets them by `--yes` only, and does not start with them.
    """

    help = "Create the demo people (password: ditcards) and a course with two lessons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--if-empty", action="store_true", help="only on a site without people and courses")
        parser.add_argument("--yes", action="store_true", help="also on a site that others can reach")
        parser.add_argument(
            "--show",
            action="store_true",
            help="only list the demo people who exist",
        )
        parser.add_argument(
            "--class", dest="with_class", action="store_true", help="with a class that has studied for a term"
        )
        parser.add_argument("--learners", type=int, default=ClassSize.learners, help="of the class (%(default)s)")
        parser.add_argument("--weeks", type=int, default=ClassSize.weeks, help="of its term (%(default)s)")
        parser.add_argument("--seed", type=int, default=ClassSize.seed, help="the same seed gives the same answers")

    def handle(self, *args: object, **options: Any) -> None:
        """Create or list."""
        is_allowed = settings.IS_LOCAL or options["yes"]
        if not is_allowed:
            _refuse_known_passwords()
        if options["show"]:
            self._list(is_allowed)
        elif options["with_class"]:
            self._create(is_allowed)
            self._add_class(ClassSize(*(options[name] for name in ("learners", "weeks", "seed"))))
        elif not options["if_empty"]:
            self._create(is_allowed)
        elif demo.site_is_empty():
            self._fill_or_tell(is_allowed)

    def _fill_or_tell(self, is_allowed: bool) -> None:
        if is_allowed:
            self._create(is_allowed)
        else:
            self.stdout.write("Nobody has an account yet. Create the first one: manage.py createsuperuser")

    def _create(self, is_allowed: bool) -> None:
        if not is_allowed:
            raise CommandError(
                "Others can reach this site (SITE_URL or DATABASE_URL is set), and everyone knows the "
                "password of the demo people. Add --yes to create them anyway."
            )
        deck = demo.fill(timezone.now())
        self.stdout.write(f"The demo course is ready: {deck.flashcards().count()} flashcards in “{deck}”.")

    def _add_class(self, size: ClassSize) -> None:
        if min(size.learners, size.weeks) < 1:
            raise CommandError("Use numbers from 1.")
        if fill_class(Course.objects.get(slug=demo.COURSE), size, timezone.now(), self._tell):
            self.stdout.write(f"{size.learners} learners have studied for {size.weeks} weeks: see Insight.")
        else:
            self.stdout.write("The demo course has its class already.")

    def _tell(self, learners: int) -> None:
        if learners % PROGRESS_EVERY == 0:
            self.stdout.write(f"{learners} learners")

    def _list(self, is_allowed: bool) -> None:
        people = demo.people() if is_allowed else []
        if not people:
            return
        width = max(len(email) for email, _purpose in people)
        self.stdout.write(f"{'Log in as':<{width}}   Password   Who")
        for email, purpose in people:
            self.stdout.write(f"{email:<{width}}   {demo.PASSWORD:<8}   {purpose}")


def _refuse_known_passwords() -> None:
    """Refuse a site that was tried on one machine, and that others reach now, with its demo people as they were."""
    people = demo.people_with_known_password()
    if people:
        commands = "".join(f"\n  manage.py changepassword {email}" for email in people)
        raise CommandError(
            "Others can reach this site (SITE_URL or DATABASE_URL is set), and everyone knows the password "
            f"of its demo people. Change their passwords, then start again:{commands}\n"
            "Or start with an empty database: set DITCARDS_DATA to another folder."
        )

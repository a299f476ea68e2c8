"""Sends the reminders whose hour has come, as the worker does between two jobs."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.reminders.services.send import send_digests


class Command(BaseCommand):
    """Looks at everyone whose hour has come, once."""

    help = "Send the reminders that are due now. The worker (manage.py work) does so every minute."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Send them, and say how many people were looked at."""
        people = sum(1 for _step in send_digests(timezone.now()))
        self.stdout.write(f"People whose hour has come: {people}")

"""What a worker does for reminders between two jobs."""

from apps.jobs.registry import piecework
from apps.reminders.services.send import send_digests

piecework(send_digests)

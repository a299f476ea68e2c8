"""Copies a deck while its person waits, or beside the web process where that takes long."""

from datetime import datetime

from apps.cards.models import Deck
from apps.exchange.jobs import submit_copy
from apps.exchange.services.copy_deck import DeckCopy, copy_deck
from apps.jobs.models import Job
from apps.reviews.services.copy_schedules import schedules_to_copy

MAX_NOTES_IN_REQUEST = 500
MAX_SCHEDULE_BATCHES = 3


def copy_or_submit(wanted: DeckCopy, *, at: datetime) -> Deck | Job:
    """Return the copy, or the job that makes it. Raises TooManyJobs."""
    return submit_copy(wanted, at=at) if _takes_long(wanted) else copy_deck(wanted, at=at)


def _takes_long(wanted: DeckCopy) -> bool:
    if wanted.source.notes.filter(archived=False).count() > MAX_NOTES_IN_REQUEST:
        return True
    return wanted.with_schedules and len(schedules_to_copy(wanted.person, wanted.source)) > MAX_SCHEDULE_BATCHES

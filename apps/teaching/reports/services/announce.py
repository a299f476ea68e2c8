"""Marks what the author of a report has read on Today."""

from collections.abc import Collection

from apps.accounts.models import User
from apps.teaching.models import CardReport


def mark_as_read(person: User, reports: Collection[str]) -> None:
    """Mark what came of these reports of the person's, given by their primary keys, as read."""
    CardReport.objects.settled().filter(user=person, pk__in=reports).update(is_news=False)

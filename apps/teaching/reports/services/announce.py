"""Marks what the author of a report has read on Today."""

from collections.abc import Iterable

from apps.accounts.models import User
from apps.teaching.models import CardReport


def mark_as_read(person: User, reports: Iterable[CardReport]) -> None:
    """Mark what came of these reports as read."""
    CardReport.objects.filter(user=person, pk__in=[report.pk for report in reports]).update(is_news=False)

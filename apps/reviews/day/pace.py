"""How long a learner's reviews take: seconds a card, and the minutes of a day."""

from datetime import datetime, timedelta
from statistics import median

from apps.accounts.models import User
from apps.reviews.models import ReviewLog

RECENT = timedelta(days=30)
MAX_ANSWERS = 300  # the latest tell the pace; the page they are read for is the day's first
DEFAULT_SECONDS = 8.0  # a card, where nothing is known


def seconds_per_card(user: User, now: datetime) -> float:
    """Return the median of the seconds that the person's latest answers took, of the last 30 days."""
    answers = ReviewLog.objects.filter(
        user=user, reviewed_at__gte=now - RECENT, undone_at=None, taken_ms__isnull=False
    ).exclude(kind__in=(ReviewLog.Kind.IMPORT, ReviewLog.Kind.PRACTICE))
    taken = answers.order_by("-reviewed_at", "-pk").values_list("taken_ms", flat=True)[:MAX_ANSWERS]
    milliseconds = [each for each in taken if each is not None]
    return median(milliseconds) / 1000 if milliseconds else DEFAULT_SECONDS


def minutes(cards: int, seconds: float) -> int:
    """Return how many minutes the cards take, at least one where there is a card."""
    return max(round(cards * seconds / 60), 1) if cards else 0

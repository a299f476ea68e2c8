"""A learner's day at a glance: what is left of it, how long that takes, and what the next days have."""

from datetime import date, datetime

from apps.accounts.models import User
from apps.courses.models import Course
from apps.reviews.day import decks_today, pace, queue
from apps.reviews.decks_of_person import not_studied

DAYS_AHEAD = 7
MAX_NOT_STUDIED = 10  # decks on the page; the courses and “Your decks” list them all


def overview(user: User, today: date, now: datetime) -> dict[str, object]:
    """Return what the home page shows of a day that was built."""
    subscriptions = decks_today.subscriptions(user, today)
    counts = queue.counts(user, today)
    return {
        "today": today,
        "counts": counts,
        "minutes": pace.minutes(counts.left, pace.seconds_per_card(user, now)),
        "subscriptions": subscriptions,
        "over_limit": sum(each.over_limit for each in subscriptions if not each.paused),
        "next_day": decks_today.next_day(subscriptions, today),
        "due_by_day": queue.due_by_day(user, today, DAYS_AHEAD),
        "has_unseen": any(each.has_unseen and not each.paused for each in subscriptions),
        "not_studied": not_studied(user)[:MAX_NOT_STUDIED],
        "has_courses": bool(subscriptions) or Course.objects.listed_for(user).exists(),
        "hour": now.astimezone(user.zone).hour,
    }

"""What a learner studies, when each card is due, every answer ever given, and what they add up to."""

from apps.reviews.models.personal_notes import PersonalNote
from apps.reviews.models.picks import Pick
from apps.reviews.models.schedules import (
    LEECH,
    SCHEDULING_KINDS,
    ReviewLog,
    Schedule,
    ScheduleQuerySet,
    comes_up,
    is_due,
)
from apps.reviews.models.subscriptions import MAX_A_DAY, Subscription
from apps.reviews.models.tallies import ChangedDay, DayTally, HourTally

__all__ = [
    "LEECH",
    "MAX_A_DAY",
    "SCHEDULING_KINDS",
    "ChangedDay",
    "DayTally",
    "HourTally",
    "PersonalNote",
    "Pick",
    "ReviewLog",
    "Schedule",
    "ScheduleQuerySet",
    "Subscription",
    "comes_up",
    "is_due",
]

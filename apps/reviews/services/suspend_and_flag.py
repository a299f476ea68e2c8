"""What a learner sets on a card: suspended until they unsuspend it, and a flag."""

from datetime import date

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.models import Schedule, ScheduleQuerySet
from apps.reviews.services.bury import bury_duplicates
from apps.web.services.removal import delete_of_person

IN_NO_QUEUE = {"queue_on": None, "drill_on": None, "buried_on": None}


@transaction.atomic
def suspend(schedule: Schedule) -> bool:
    """Remove the card from every queue until it is unsuspended; return whether it was in use before.

    Its due date stays. An answer that is on its way is refused.
    """
    in_use = _row(schedule).filter(suspended=False)
    return bool(in_use.update(suspended=True, **IN_NO_QUEUE, version=F("version") + 1))


@transaction.atomic
def unsuspend(schedule: Schedule, *, today: date, in_drill: bool = False) -> bool:
    """Queue the card again: when it is due, or today; return whether it was suspended before.

    In a paused deck it waits for the deck; where a similar card is in today's queue, until tomorrow.
    `in_drill` puts it back into today's final drill.
    """
    suspended = _row(schedule).filter(suspended=True)
    if not suspended.update(suspended=False, version=F("version") + 1):
        return False
    subscription = schedule.user.subscriptions.select_related("user", "deck").get(deck=schedule.deck_id)
    if not subscription.paused:
        drill_on = today if in_drill else None
        _row(schedule).update(queue_on=Coalesce("due_on", Value(today)), drill_on=drill_on)
        bury_duplicates(schedule.user, today, queue.waiting(schedule.user, today, subscription.deck))
    return True


@transaction.atomic
def set_flag(schedule: Schedule, flag: int) -> None:
    """Flag the card, or remove its flag (0); that changes no date and refuses no answer.

    A row that only held the flag of a card that was never queued nor practiced goes with it: the card is unseen.
    """
    if flag:
        _row(schedule).update(flag=flag)
    else:
        remove_flags(schedule.user_id, _row(schedule))


def remove_flags(user: User | int, schedules: ScheduleQuerySet) -> None:
    """Remove the flags of the person's schedules; call it in a transaction."""
    lock(schedules)
    delete_of_person(user, schedules.never_queued(user).without_reviews(user))
    schedules.update(flag=Schedule.Flag.NONE)


def lock(schedules: ScheduleQuerySet) -> None:
    """Let nobody answer or practice the cards until the transaction ends; what the log has by then is seen."""
    list(schedules.order_by("pk").select_for_update().values_list("pk"))


def _row(schedule: Schedule) -> ScheduleQuerySet:
    """Return the schedule's row as a query that names its user."""
    return Schedule.objects.filter(user=schedule.user_id, pk=schedule.pk)

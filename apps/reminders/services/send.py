"""Sends the e-mails that are due: at most one a day and person, whatever number of workers there is."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.reminders.digest import Digest, digest_of
from apps.reminders.email import may_get_email, send_digest
from apps.reminders.models import Reminders
from apps.reminders.schedule import next_at
from apps.web.statements import across_users

BATCH_SIZE = 100
MAX_LATE = timedelta(hours=3)  # a worker that was down sends nothing in the night
RETRY_AFTER = timedelta(minutes=15)

log = logging.getLogger("apps.reminders")


def send_digests(now: datetime) -> Iterator[None]:
    """Send what is worth it to those whose hour has come; a step is one person."""
    while waiting := _waiting(now):
        for reminders in waiting:
            send_if_worth_it(reminders, now)
            yield


def send_if_worth_it(reminders: Reminders, now: datetime) -> bool:
    """Look whether an e-mail is worth it for one person now, and send it; whether it was sent.

    Who comes first moves the person's hour to the next day; for others there is nothing left to do.
    """
    seen, user = reminders.next_digest_at, reminders.user
    following = next_at(reminders.hour, user.zone, now)
    if seen is None or not _rows(user).filter(next_digest_at=seen).update(next_digest_at=following):
        return False
    today = user.study_day(now)
    if now - seen > MAX_LATE or not may_get_email(user):
        return False
    digest = digest_of(user, today, now)
    return digest.is_worth_it and _claim_day(user, today) and _send(reminders, digest, now)


@across_users("everyone whose hour has come")
def _waiting(now: datetime) -> list[Reminders]:
    waiting = Reminders.objects.filter(next_digest_at__lte=now, user__is_active=True).select_related("user")
    return list(waiting.order_by("next_digest_at", "pk")[:BATCH_SIZE])


def _claim_day(user: User, today: date) -> bool:
    """Note that the study day has its e-mail, unless it had one, at another hour before."""
    without = Q(last_digest_on=None) | Q(last_digest_on__lt=today)
    return bool(_rows(user).filter(without).update(last_digest_on=today))


def _send(reminders: Reminders, digest: Digest, now: datetime) -> bool:
    try:
        send_digest(reminders, digest)
    except OSError as error:  # of the mail server, too
        log.warning("An e-mail was not sent: %s", error)
        _try_again(reminders, now + RETRY_AFTER)
        return False
    return True


def _try_again(reminders: Reminders, at: datetime) -> None:
    """Try once more, unless that is long after the person's hour, however often it was tried since."""
    hour = next_at(reminders.hour, reminders.user.zone, at - timedelta(days=1))
    if at - hour <= MAX_LATE:
        again = {"next_digest_at": at, "last_digest_on": reminders.last_digest_on}
        _rows(reminders.user).exclude(digest=Reminders.Digest.OFF).update(**again)


def _rows(user: User) -> QuerySet[Reminders]:
    return Reminders.objects.filter(user=user)
